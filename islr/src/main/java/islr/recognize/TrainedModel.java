package islr.recognize;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.system.Augmentation;
import islr.system.Batch;
import islr.system.Features;
import islr.system.Model;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A model with what it reads of clips and the names of its classes.
///
/// @param model as it predicts, see [Model#forInference]
/// @param augmentations what training does to samples
/// @param certainty whose temperature the logits are divided by
/// @param distances of answers, if there are any
record TrainedModel(Features features, Model model, List<Augmentation> augmentations, SignList signs,
        Certainty certainty, Optional<SignDistances> distances) implements Classifier {
    @Override
    public SkeletonRows rows() {
        return features.rows();
    }

    @Override
    public Set<ClipNote> notes(Clip clip) {
        return features.notes(clip);
    }

    @Override
    public Scores scores(Compute c, Clip clip) {
        return scores(c, features.of(clip, c.memory()));
    }

    @Override
    public Scores scores(Compute c, Clip clip, RandomGenerator random) {
        Sample sample = features.of(clip, c.memory());
        for (Augmentation augmentation : augmentations) {
            sample = augmentation.apply(sample, random, c.memory());
        }
        return scores(c, sample);
    }

    private Scores scores(Compute c, Sample sample) {
        if (sample.isEmpty()) {
            return Scores.nothing(features.whyEmpty());
        }
        Tensor logits = model.logits(c, Batch.of(c.memory(), List.of(sample))); // [1, classes]
        Tensor row = logits.reshape(c, signs.size());
        return new Scores(Optional.of(certainty.probabilities(c, logits).reshape(c, signs.size())), Optional.of(row),
                distance(row), "");
    }

    private OptionalDouble distance(Tensor logits) {
        if (distances.isEmpty()) {
            return OptionalDouble.empty();
        }
        float[] row = logits.array();
        int at = logits.offset();
        int answer = 0;
        for (int i = 1; i < logits.size(); i++) {
            answer = row[at + i] > row[at + answer] ? i : answer;
        }
        return OptionalDouble.of(distances.get().distance(row, at, answer));
    }
}
