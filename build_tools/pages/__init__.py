"""Pages as their authors wrote them: languages, the page model, digests, diagnostics."""
