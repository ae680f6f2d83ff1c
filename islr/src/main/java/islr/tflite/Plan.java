package islr.tflite;

import islr.tflite.op.Operator;
import islr.tflite.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is left to do of a graph for inputs of known shapes: the steps whose results are not known already.
///
/// @param known what does not depend on the numbers of the inputs, by slot; null where something is computed
/// @param steps the rest, in order
/// @param shaped whether the shape of each output is known
/// @param chunk how many numbers of memory a run needed
record Plan(Value[] known, List<Step> steps, boolean[] shaped, int chunk) {

    /// An operator at its place.
    ///
    /// @param number its number in the file, for messages
    /// @param in slots of its inputs, −1 where one is absent
    /// @param out slots of its results
    /// @param last the slots that nothing needs after it
    record Step(int number, String name, Operator operator, int[] in, int[] out, int[] last) {
        Step with(int... none) {
            return new Step(number, name, operator, in, out, none);
        }

        Value[] inputs(Value... slots) {
            Value[] inputs = new Value[in.length];
            for (int i = 0; i < in.length; i++) {
                inputs[i] = in[i] < 0 ? null : slots[in[i]];
            }
            return inputs;
        }
    }

    /// The steps that are needed for the outputs, each with the slots that are free after it.
    ///
    /// @param slots how many there are
    /// @param computed whether a slot is computed in a run, and so freed
    static List<Step> needed(List<Step> all, int[] outputs, int slots, boolean[] computed) {
        boolean[] needed = new boolean[slots];
        for (int output : outputs) {
            needed[output] = true;
        }
        List<Step> kept = new ArrayList<>();
        for (Step step : all.reversed()) {
            boolean used = !step.operator.isPure();
            for (int out : step.out) {
                used |= needed[out];
            }
            if (!used) {
                continue;
            }
            int[] last = new int[step.in.length + step.out.length];
            int count = 0;
            for (int[] some : new int[][] {step.in, step.out}) {
                for (int slot : some) {
                    // Read backwards, the first step that names a slot is the last one that needs it.
                    if (slot >= 0 && !needed[slot]) {
                        needed[slot] = true;
                        if (computed[slot]) {
                            last[count++] = slot;
                        }
                    }
                }
            }
            kept.add(step.with(Arrays.copyOf(last, count)));
        }
        return kept.reversed();
    }
}
