/// Layers, optimisers and schedules against the files that `tools/golden` wrote with PyTorch.
package islr.nn.golden;
