/// What is told of a model: accuracies, the report of every sign, the metrics of an epoch, the clips that are
/// answered wrongly, and how much is lost when clips are changed.
package islr.train.report;
