/// This project beside its peers, in one run: `java -jar bench/target/benchmarks.jar --quick`.
///
/// [islr.bench.compare.Quick] goes through the rows of a table. A row times ours and theirs in turns and gives a ratio;
/// where the peer is not there (ONNX Runtime comes with the Maven profile `peers`, the Python ones with `--python`),
/// the row says so and the run goes on.
package islr.bench.compare;
