package islr.tools.inspect;

import islr.tflite.TfliteGraph;
import islr.weights.TensorFile;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import islr.weights.tflite.TfliteFile;
import islr.weights.tflite.TfliteModel;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a TFLite file computes: its inputs and outputs, its operators by how often they occur, how its parameters are
/// stored, and which operators cannot be run here.
final class GraphSummary {
    private GraphSummary() {}

    /// Prints nothing for a file that holds no graph.
    ///
    /// @throws WeightsException if the graph is damaged, which is found when what can be read was printed
    static void print(TensorFile file, PrintWriter out) throws WeightsException {
        if (!(file instanceof TfliteFile open)) {
            return;
        }
        TfliteModel model = open.model();
        out.println("graph: " + Counts.of(model.subGraphs().size()) + " subgraphs, "
                + Counts.of(model.subGraphs().stream().mapToLong(graph -> graph.operators().size()).sum())
                + " operators");
        TfliteGraph.inputs(open).forEach(port -> out.println("  input " + port));
        TfliteGraph.outputs(open).forEach(port -> out.println("  output " + port));
        out.println("  operators: " + operators(model));
        parameters(open, out);
        if (model.subGraphs().isEmpty()) {
            return;
        }
        open.requireOrder();
        Map<String, Integer> missing = TfliteGraph.missing(open);
        missing.forEach((what, count) -> out.println("  not supported: " + what + times(count)));
        if (missing.isEmpty()) {
            out.println("  every operator is supported");
        }
    }

    private static String times(int count) {
        return count == 1 ? "" : " (" + count + " times)";
    }

    private static String operators(TfliteModel model) {
        Map<String, Integer> counts = new TreeMap<>();
        for (TfliteModel.SubGraph graph : model.subGraphs()) {
            for (TfliteModel.Operator operator : graph.operators()) {
                counts.merge(OneLine.of(model.operatorCodes().get(operator.code()).name(), 100), 1, Integer::sum);
            }
        }
        List<String> texts = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> texts.add(each.getValue() + " " + each.getKey()));
        return texts.isEmpty() ? "none" : String.join(", ", texts);
    }

    /// Numbers that could be weights, by how they are stored.
    private static void parameters(TfliteFile file, PrintWriter out) {
        Map<String, Long> numbers = new TreeMap<>();
        long all = 0;
        for (TensorInfo info : file.infos().values()) {
            boolean weights = !info.dtype().isInteger() || info.note().contains("scale");
            if (weights) {
                String how = info.dtype() + (info.note().isEmpty() ? "" : ", " + info.note());
                numbers.merge(how, (long) info.shape().size(), Long::sum);
                all += info.shape().size();
            }
        }
        out.println("  parameters: " + Counts.of(all));
        numbers.forEach((how, count) -> out.println("    " + Counts.of(count) + " " + how));
    }
}
