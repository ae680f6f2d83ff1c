/// What makes a model learn: optimisers, clipping of gradients, schedules of the learning rate.
package islr.nn.train;
