"""oslab: small operating-system models beside measurements of the real one.

Foundations, from the ground up:

    errors        InvalidInput, Unavailable
    picture, svg  Picture(svg, alt) and the words to draw one
    chart         axes, lines, bars and a legend in those words
    linux         doors to the kernel: parse(text) is pure, read() fetches
    measurement   samples with their unit, method and machine
    timing        the one stopwatch
    machine       this machine, and what can be measured on it
    recording     results of named machines, for readers whose machine cannot answer
    claim         folklore with a protocol, a bound, a source and a verdict
    plotting      the one style of every chart of measurements
    explore       sliders in Jupyter, a live figure in the published page

Rooms, one a subject (`processes`, ...), each with the same doors:

    records   what is known: frozen data, no behaviour
    model     how a system would do it: inputs -> record
    metrics   record -> numbers
    measure   how this machine does it: -> Measurement or record
    view      record -> Picture
    plots     measurements -> Picture

The same noun opens every door: `model.copy_on_write` predicts it,
`measure.copy_on_write` asks the kernel, `view.copy_on_write` draws it.
"""

__version__ = "0.1.0"
