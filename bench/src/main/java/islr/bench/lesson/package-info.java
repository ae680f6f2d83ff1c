/// From the textbook's matrix product to the one of this project, one idea a step and one step a file. The chapter is
/// `bench/LESSON.md`; `java -jar bench/target/benchmarks.jar lesson` measures every step.
///
/// This package imports the Vector API itself, as otherwise only the kernels do: a lesson that hid its vectors behind
/// the kernels would show nothing.
package islr.bench.lesson;
