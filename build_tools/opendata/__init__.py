"""The release of ATLAS Open Data itself: its collections, downloads, mirrors and skims."""
