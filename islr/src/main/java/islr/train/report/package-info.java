/// What is told of a model: accuracies, the report of every sign, the metrics of an epoch.
package islr.train.report;
