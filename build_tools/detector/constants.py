"""What all parts of the response share: acceptance, flavours and the random generator's type."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Booleans: TypeAlias = npt.NDArray[np.bool_]
Integers: TypeAlias = npt.NDArray[np.int64]

ELECTRON = 11
MUON = 13

# Preselection of the release (ATL-OREACH-PUB-2020-001). Muons up to 2.7: the document says 2.5, but
# its 4lep data files hold muons up to 2.68 (combined with the forward muon chambers).
LEPTON_MINIMUM_PT = 7.0  # GeV
ELECTRON_MAXIMUM_ETA = 2.47
MUON_MAXIMUM_ETA = 2.7
JET_MINIMUM_PT = 20.0  # GeV
JET_MAXIMUM_ETA = 2.5
PHOTON_MINIMUM_PT = 25.0  # GeV
PHOTON_MAXIMUM_ETA = 2.37
TAU_MINIMUM_PT = 20.0  # GeV
TAU_MAXIMUM_ETA = 2.5
LARGE_JET_MINIMUM_PT = 250.0  # GeV
LARGE_JET_MAXIMUM_ETA = 2.0
