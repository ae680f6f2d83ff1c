package islr.tflite;

import islr.tensor.Shape;
import islr.tflite.op.Operator;
import islr.tflite.op.Run;
import islr.tflite.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A subgraph that can be run.
///
/// The first run with inputs of certain shapes does everything, and notes which results depend on the shapes alone, or
/// on constants: these are kept in a [Plan], and the next runs with the same shapes leave them out.
final class Graph {
    /// Plans that are kept, those used last: clips have a few hundred different lengths, most of them a few dozen.
    private static final int PLANS = 64;
    /// Numbers that plans keep at most, except for the plan used last.
    private static final long MOST_KEPT = 1 << 22;

    private final String name;
    private final Value[] constants;
    private final int[] inputs;
    private final int[] outputs;
    private final List<Plan.Step> steps;
    private final boolean[] computed;
    private final Map<List<Shape>, Plan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Shape>, Plan> eldest) {
            return size() > PLANS;
        }
    };
    private long keptNumbers;

    /// @param name what messages call it
    /// @param constants by slot, null for what is computed
    Graph(String name, Value[] constants, int[] inputs, int[] outputs, List<Plan.Step> steps) {
        this.name = name;
        this.constants = constants;
        this.inputs = inputs;
        this.outputs = outputs;
        computed = new boolean[constants.length];
        for (int i = 0; i < computed.length; i++) {
            computed[i] = constants[i] == null;
        }
        this.steps = Plan.needed(steps, outputs, constants.length, computed);
        forgetUnused();
    }

    /// Constants whose only users were computed already need no memory.
    private void forgetUnused() {
        boolean[] used = new boolean[constants.length];
        for (int output : outputs) {
            used[output] = true;
        }
        for (Plan.Step step : steps) {
            for (int in : step.in()) {
                if (in >= 0) {
                    used[in] = true;
                }
            }
        }
        for (int i = 0; i < used.length; i++) {
            constants[i] = used[i] ? constants[i] : null;
        }
    }

    List<Plan.Step> steps() {
        return steps;
    }

    /// The results for these inputs, in the memory of `run`.
    Value[] call(Run run, Value... in) {
        if (in.length != inputs.length) {
            throw new IllegalArgumentException(name + " takes " + inputs.length + " inputs, but is given " + in.length);
        }
        Plan plan = plan(in);
        return plan == null ? trace(run, in) : follow(plan, run, in);
    }

    /// What is known of runs with inputs of these shapes, or null.
    Plan plan(Value... in) {
        synchronized (plans) {
            return plans.get(key(in));
        }
    }

    private static List<Shape> key(Value... in) {
        Shape[] shapes = new Shape[in.length];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = in[i].shape();
        }
        return Arrays.asList(shapes);
    }

    private Value[] follow(Plan plan, Run run, Value... in) {
        Value[] slots = plan.known().clone();
        begin(slots, in);
        for (Plan.Step step : plan.steps()) {
            int mark = run.buffers().mark();
            Value[] out = compute(step, run, slots);
            for (int i = 0; i < out.length; i++) {
                slots[step.out()[i]] = out[i];
                out[i].retain();
            }
            free(step, slots);
            run.buffers().sweep(mark);
        }
        return end(slots);
    }

    private void begin(Value[] slots, Value... in) {
        for (int i = 0; i < in.length; i++) {
            slots[inputs[i]] = in[i];
            in[i].retain();
        }
    }

    private static void free(Plan.Step step, Value... slots) {
        for (int slot : step.last()) {
            slots[slot].release();
            slots[slot] = null;
        }
    }

    /// Hands the results over; an input that nothing needed is let go.
    private Value[] end(Value... slots) {
        Value[] results = new Value[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            results[i] = slots[outputs[i]];
        }
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] != null) {
                slots[i].handOver();
            }
        }
        return results;
    }

    private Value[] compute(Plan.Step step, Run run, Value... slots) {
        Value[] in = step.inputs(slots);
        try {
            run.step();
            Value[] out = step.operator().run(run, in);
            if (out.length < step.out().length) {
                throw new IllegalArgumentException(
                        "it has " + step.out().length + " results, but computes " + out.length);
            }
            return out.length == step.out().length ? out : Arrays.copyOf(out, step.out().length);
        } catch (TfliteException e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new TfliteException(name + ", operator " + step.number() + ", " + step.name() + ": " + e.getMessage(),
                    e);
        }
    }

    /// Computes everything, and makes the plan.
    private Value[] trace(Run run, Value... in) {
        Value[] slots = constants.clone();
        boolean[] known = new boolean[slots.length];
        boolean[] shaped = new boolean[slots.length];
        for (int i = 0; i < slots.length; i++) {
            known[i] = constants[i] != null;
            shaped[i] = known[i];
        }
        begin(slots, in);
        for (int input : inputs) {
            known[input] = false;
            shaped[input] = true;
        }
        Value[] kept = constants.clone();
        List<Plan.Step> left = new ArrayList<>();
        for (Plan.Step step : steps) {
            int mark = run.buffers().mark();
            Value[] out = compute(step, run, slots);
            boolean isKnown = isKnown(step, known, shaped);
            boolean isShaped = isKnown || step.operator().knowsShapes(i -> known[step.in()[i]], run, step.inputs(slots))
                    && all(step.in(), shaped);
            for (int i = 0; i < out.length; i++) {
                int slot = step.out()[i];
                if (isKnown) {
                    run.buffers().keep(numbers(out[i]));
                }
                slots[slot] = isKnown ? out[i].kept() : out[i];
                kept[slot] = isKnown ? slots[slot] : null;
                slots[slot].retain();
                known[slot] = isKnown;
                shaped[slot] = isShaped;
            }
            if (!isKnown) {
                left.add(step);
            }
            free(step, slots);
            run.buffers().sweep(mark);
        }
        boolean[] shapes = new boolean[outputs.length];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = shaped[outputs[i]];
        }
        keep(in, kept, left, shapes, run.buffers().chunkNumbers());
        return end(slots);
    }

    private static boolean isKnown(Plan.Step step, boolean[] known, boolean... shaped) {
        Operator operator = step.operator();
        return operator.isPure() && (all(step.in(), known) || operator.readsShapesOnly() && all(step.in(), shaped));
    }

    private static boolean all(int[] slots, boolean... flags) {
        for (int slot : slots) {
            if (slot >= 0 && !flags[slot]) {
                return false;
            }
        }
        return true;
    }

    private void keep(Value[] in, Value[] kept, List<Plan.Step> left, boolean[] shapes, int chunk) {
        boolean[] open = new boolean[kept.length];
        for (int i = 0; i < open.length; i++) {
            open[i] = kept[i] == null;
        }
        List<Plan.Step> needed = Plan.needed(left, outputs, kept.length, open);
        boolean[] used = new boolean[kept.length];
        for (int output : outputs) {
            used[output] = true;
        }
        for (Plan.Step step : needed) {
            for (int slot : step.in()) {
                if (slot >= 0) {
                    used[slot] = true;
                }
            }
        }
        long numbers = 0;
        for (int i = 0; i < used.length; i++) {
            kept[i] = used[i] ? kept[i] : null;
            numbers += kept[i] == null || kept[i] == constants[i] ? 0 : numbers(kept[i]);
        }
        synchronized (plans) {
            keptNumbers += numbers;
            if (keptNumbers > MOST_KEPT) {
                plans.clear();
                keptNumbers = numbers;
            }
            plans.put(key(in), new Plan(kept, needed, shapes, chunk));
        }
    }

    /// Its memory, in floats.
    private static long numbers(Value value) {
        return value.isWhole() ? 2L * value.size() : value.size();
    }
}
