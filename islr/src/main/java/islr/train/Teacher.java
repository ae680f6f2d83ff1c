package islr.train;

import islr.system.Model;
import islr.system.Settings;
import islr.system.Targets;
import islr.system.Training;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.train.run.RunPlan;
import islr.train.run.TeachingModel;
import islr.train.run.UsedModel;
import java.io.IOException;
import java.util.Optional;

/// A trained model whose answers a run learns from, beside the signs themselves: it knows which signs are alike.
///
/// It answers to what the model is shown, changes of clips included, and learns nothing.
///
/// @param model of the same features
/// @param columns of each sign of the run the number of its logit
/// @param share of the loss that is about its answers
/// @param temperature by which its logits are divided there
record Teacher(Model model, int[] columns, float share, float temperature) {

    /// That of a run, if it has one.
    ///
    /// @throws IOException if its file cannot be read, or is not what it was when the run was begun
    static Optional<Teacher> of(RunPlan plan, Compute compute) throws IOException {
        if (plan.teacher().isEmpty()) {
            return Optional.empty();
        }
        UsedModel used = plan.teacher().get();
        TeachingModel teacher = new TeachingModel(used.name(), used.open(plan.settings()));
        Settings settings = plan.settings().values();
        return Optional.of(new Teacher(teacher.file().model().forInference(compute),
                teacher.columns(plan.clips().signs()), settings.get(Training.TEACHER_SHARE).floatValue(),
                settings.get(Training.TEACHER_TEMPERATURE).floatValue()));
    }

    /// The batch with what the teacher says of it, if there is one.
    static TrainingBatch taught(Optional<Teacher> teacher, Compute c, TrainingBatch batch) {
        return teacher.map(each -> each.taught(c, batch)).orElse(batch);
    }

    private TrainingBatch taught(Compute c, TrainingBatch batch) {
        Tensor logits = model.logits(c, batch.samples());
        return new TrainingBatch(batch.views(),
                batch.targets().with(new Targets.Taught(ofSigns(c, logits), share, temperature)));
    }

    /// `[B, signs of the teacher]` → `[B, signs of the run]`.
    private Tensor ofSigns(Compute c, Tensor logits) {
        Tensor chosen = c.allocate(logits.shape().rows(), columns.length);
        int all = logits.shape().columns();
        for (int b = 0; b < chosen.shape().rows(); b++) {
            for (int sign = 0; sign < columns.length; sign++) {
                chosen.array()[chosen.offset() + b * columns.length + sign] = logits.array()[logits.offset() + b * all
                        + columns[sign]];
            }
        }
        return chosen;
    }
}
