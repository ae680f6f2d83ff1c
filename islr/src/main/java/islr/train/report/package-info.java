/// What is told of a model: accuracies, the report of every sign, the metrics of an epoch, the clips that are
/// answered wrongly.
package islr.train.report;
