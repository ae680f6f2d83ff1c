/// From the textbook's matrix product to the one of this project, one idea per step and one step per file. The chapter
/// is `bench/LESSON.md`; `java -jar bench/target/benchmarks.jar lesson` measures every step.
///
/// Besides the kernels, only this package imports the Vector API: a lesson that hid its vectors behind the kernels
/// would show nothing.
package islr.bench.lesson;
