package islr.system.combined;

import islr.internal.Prefixed;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Recipe;
import islr.system.StepResult;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Both members learn from the same batches, each by its own recipe: they share no parameter. The loss that is told is
/// the mean of theirs.
final class SideBySide implements Recipe {
    private final CombinedModel model;
    private final Recipe transformer;
    private final Recipe mlp;
    private final Parameters parameters;

    SideBySide(CombinedModel model, Recipe transformer, Recipe mlp, Parameters parameters) {
        this.model = model;
        this.transformer = transformer;
        this.mlp = mlp;
        this.parameters = parameters;
    }

    @Override
    public double begin(int epoch) {
        transformer.begin(epoch);
        return mlp.begin(epoch);
    }

    @Override
    public StepResult step(Compute c, Batch batch, int[] labels) {
        CombinedModel.Parts parts = model.parts(c, batch);
        StepResult b = mlp.step(c, parts.summaries(), labels);
        if (parts.frames() == null) {
            return new StepResult(b.loss(), model.together(c, parts, null, b.logits()));
        }
        int[] seen = IntStream.of(parts.seen()).map(s -> labels[s]).toArray();
        StepResult a = transformer.step(c, parts.frames(), seen);
        return new StepResult((a.loss() + b.loss()) / 2, model.together(c, parts, a.logits(), b.logits()));
    }

    @Override
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        Prefixed.put(state, GislrWithMlp.TRANSFORMER + "/", transformer.state());
        Prefixed.put(state, GislrWithMlp.MLP + "/", mlp.state());
        return state;
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        transformer.restore(Prefixed.get(state, GislrWithMlp.TRANSFORMER + "/"));
        mlp.restore(Prefixed.get(state, GislrWithMlp.MLP + "/"));
    }

    @Override
    public SequencedMap<String, Tensor> deployed() {
        return parameters.state();
    }
}
