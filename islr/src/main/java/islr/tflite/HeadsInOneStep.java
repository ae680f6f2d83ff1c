package islr.tflite;

import islr.tflite.op.ProjectedHeads;
import islr.tflite.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds products with the heads of a linear map in a graph, and makes one step of each: see [ProjectedHeads].
final class HeadsInOneStep {
    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    private final List<Plan.Step> steps;
    private final Value[] known;
    /// By slot: which step computes it, and the only one that reads it.
    private final Map<Integer, Integer> maker = new HashMap<>();
    private final Map<Integer, Integer> reader = new HashMap<>();

    private HeadsInOneStep(List<Plan.Step> steps, Value[] known, int... outputs) {
        this.steps = steps;
        this.known = known;
        for (int i = 0; i < steps.size(); i++) {
            for (int slot : steps.get(i).out()) {
                maker.put(slot, i);
            }
            for (int slot : steps.get(i).in()) {
                reader.merge(slot, i, (one, other) -> SEVERAL);
            }
        }
        for (int output : outputs) {
            reader.put(output, SEVERAL);
        }
    }

    /// The same steps, where the steps of such products are one.
    ///
    /// @param known constants, by slot
    static List<Plan.Step> in(List<Plan.Step> steps, Value[] known, int... outputs) {
        HeadsInOneStep search = new HeadsInOneStep(steps, known, outputs);
        Set<Integer> replaced = new TreeSet<>();
        Map<Integer, Plan.Step> joined = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            search.joined(i, replaced).ifPresent(step -> joined.put(step.number(), step));
        }
        List<Plan.Step> left = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (!replaced.contains(i)) {
                left.add(joined.getOrDefault(steps.get(i).number(), steps.get(i)));
            }
        }
        return left;
    }

    private Optional<Plan.Step> joined(int at, Set<Integer> replaced) {
        Plan.Step product = steps.get(at);
        int transpose = before(at, "BATCH_MATMUL", 1);
        int reshape = before(transpose, "TRANSPOSE", 0);
        int map = before(reshape, "RESHAPE", 0);
        if (map == NONE || !steps.get(map).name().equals("FULLY_CONNECTED")) {
            return Optional.empty();
        }
        int[] linear = steps.get(map).in();
        int sizes = constant(reshape);
        int order = constant(transpose);
        if (sizes == NONE || order == NONE || linear[0] < 0 || linear[1] < 0) {
            return Optional.empty();
        }
        Optional<ProjectedHeads> operator = ProjectedHeads.of(steps.get(map).operator(), steps.get(reshape).operator(),
                known[sizes], steps.get(transpose).operator(), known[order], product.operator());
        operator.ifPresent(found -> replaced.addAll(Set.of(map, reshape, transpose)));
        return operator.map(found -> new Plan.Step(product.number(), product.name(), found,
                new int[] {product.in()[0], linear[0], linear[1], linear.length > 2 ? linear[2] : NONE, sizes, order},
                product.out(), new int[0]));
    }

    /// The step that makes an input of a step of this name, if no other step reads it.
    private int before(int step, String name, int input) {
        if (step == NONE || !steps.get(step).name().equals(name)) {
            return NONE;
        }
        int slot = steps.get(step).in()[input];
        return slot >= 0 && reader.get(slot) == step ? maker.getOrDefault(slot, NONE) : NONE;
    }

    /// The second input of a step, if it is a constant.
    private int constant(int step) {
        int[] in = steps.get(step).in();
        return in.length > 1 && in[1] >= 0 && known[in[1]] != null ? in[1] : NONE;
    }
}
