"""The bundled samples: produced from a generator, described in a manifest, located and inspected before a cell reads them."""
