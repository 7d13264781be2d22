package routine

// StepKinds are the keys of which each step of a file has one.
var StepKinds = stepKinds
