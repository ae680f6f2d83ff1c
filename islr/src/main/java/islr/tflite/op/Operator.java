package islr.tflite.op;

import islr.tflite.value.Value;
import java.util.function.IntPredicate;

/// What an operator of a graph computes. Its options were read when it was made. It keeps nothing of a clip, at most
/// other forms of its constant weights, and is thread-safe.
@FunctionalInterface
public interface Operator {
    /// Computes the results in the memory of `run`.
    ///
    /// @param in the inputs, null where an optional one is absent
    /// @return one value for each output
    /// @throws IllegalArgumentException if the inputs do not fit
    Value[] run(Run run, Value... in);

    /// Whether the shapes of the results are known as soon as those of the inputs are.
    ///
    /// @param known whether the numbers of an input are known, too
    /// @param run what is running
    /// @param in the inputs
    default boolean knowsShapes(IntPredicate known, Run run, Value... in) {
        return true;
    }

    /// Whether the results depend on nothing but the shapes of the inputs.
    default boolean readsShapesOnly() {
        return false;
    }

    /// Whether the results are the same whenever the inputs are, and nothing else happens.
    default boolean isPure() {
        return true;
    }

    /// The numbers of other graphs of the file that it runs.
    default int[] subgraphs() {
        return new int[0];
    }

    /// An operator with one result.
    @FunctionalInterface
    interface Single extends Operator {
        /// The result of these inputs.
        Value result(Run run, Value... in);

        @Override
        default Value[] run(Run run, Value... in) {
            return new Value[] {result(run, in)};
        }
    }

    /// An operator whose results have shapes that depend on the numbers of some inputs.
    ///
    /// @param inputs which ones
    /// @param operator computes it
    record Shaped(Operator operator, int... inputs) implements Operator {
        @Override
        public Value[] run(Run run, Value... in) {
            return operator.run(run, in);
        }

        @Override
        public boolean knowsShapes(IntPredicate known, Run run, Value... in) {
            for (int input : inputs) {
                if (input < in.length && in[input] != null && !known.test(input)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// An operator that looks at nothing but the shapes of its inputs.
    ///
    /// @param operator computes it
    record OfShapes(Single operator) implements Operator {
        @Override
        public Value[] run(Run run, Value... in) {
            return operator.run(run, in);
        }

        @Override
        public boolean readsShapesOnly() {
            return true;
        }
    }
}
