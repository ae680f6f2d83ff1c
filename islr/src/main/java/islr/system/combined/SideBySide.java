package islr.system.combined;

import islr.internal.Prefixed;
import islr.system.Deployment;
import islr.system.Recipe;
import islr.system.StepResult;
import islr.system.Targets;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Both members learn from the same batches, each by its own recipe: they share no parameter. The loss that is told is
/// the mean of theirs.
final class SideBySide implements Recipe {
    private final CombinedModel model;
    private final Recipe transformer;
    private final Recipe mlp;
    private final Deployment deployment;

    SideBySide(CombinedModel model, Recipe transformer, Recipe mlp, Deployment deployment) {
        this.model = model;
        this.transformer = transformer;
        this.mlp = mlp;
        this.deployment = deployment;
    }

    @Override
    public double begin(int epoch, int steps) {
        transformer.begin(epoch, steps);
        return mlp.begin(epoch, steps);
    }

    @Override
    public void end(Compute c, int epoch) {
        deployment.end(c, epoch);
    }

    @Override
    public StepResult step(Compute c, TrainingBatch batch) {
        StepResult result = both(c, batch);
        // A loss that is not a number has changed no parameter of its member: whoever trains is told and stops.
        if (Float.isFinite(result.loss())) {
            deployment.step(c);
        }
        return result;
    }

    private StepResult both(Compute c, TrainingBatch batch) {
        CombinedModel.Parts parts = model.parts(c, batch.samples());
        Targets targets = batch.targets();
        StepResult b = mlp.step(c, new TrainingBatch(List.of(parts.summaries()), targets));
        if (parts.frames() == null) {
            return new StepResult(b.loss(), model.together(c, parts, null, b.logits()));
        }
        StepResult a = transformer.step(c, new TrainingBatch(List.of(parts.frames()), targets.of(c, parts.seen())));
        return new StepResult((a.loss() + b.loss()) / 2, model.together(c, parts, a.logits(), b.logits()));
    }

    @Override
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        Prefixed.put(state, GislrWithMlp.TRANSFORMER + "/", transformer.state());
        Prefixed.put(state, GislrWithMlp.MLP + "/", mlp.state());
        state.putAll(deployment.state());
        return state;
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        transformer.restore(Prefixed.get(state, GislrWithMlp.TRANSFORMER + "/"));
        mlp.restore(Prefixed.get(state, GislrWithMlp.MLP + "/"));
        deployment.restore(state);
    }

    @Override
    public SequencedMap<String, Tensor> deployed() {
        return deployment.deployed();
    }
}
