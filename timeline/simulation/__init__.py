"""The simulator: pure numpy, all samples of a block at once, times as whole seconds from the plan's origin."""
