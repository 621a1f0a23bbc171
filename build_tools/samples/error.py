"""The one error of this package."""


class SampleError(Exception):
    """A sample cannot be used. `message` says, to a person, what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        """Keep the message under its own name."""
        super().__init__(message)
        self.message = message
