"""Charts of measurements."""


