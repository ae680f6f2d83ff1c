package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.augment.ClipAugmentation;
import islr.data.Clip;
import islr.dataset.LabelledSample;
import islr.features.Mirror;
import islr.internal.Streams;
import islr.recognize.TestModels;
import islr.system.Augmenting;
import islr.system.Sample;
import islr.system.Training;

/// What settings of random changes of clips change: for [EverySettingTest].
final class ClipChangeEffects {
    private ClipChangeEffects() {}

    /// Every clip is its mirror image.
    static void mirror(SettingEffects.Change change) {
        for (LabelledSample each : change.after().training) {
            float[] mirrored = change.preset().architecture().features(change.after().settings)
                    .of(Mirror.of(each.clip().orElseThrow())).values().toArray();
            assertThat(change.after().shown.get(each.label())).isEqualTo(mirrored);
        }
    }

    /// What is shown in the first epoch is made of clips that the one change of clips has changed, with random numbers
    /// of their own for each clip; where no hand is left, it is the clip as it was.
    static void clips(SettingEffects.Change change) {
        ClipAugmentation one = Augmenting.of(change.after().settings).getFirst();
        assertThat(Augmenting.of(change.after().settings)).hasSize(1);
        assertThat(Augmenting.of(change.before().settings)).isEmpty();
        for (int i = 0; i < TestModels.SIGNS.size(); i++) {
            LabelledSample each = change.after().training.get(i);
            long seed = change.after().settings.get(Training.SEED);
            Clip clip = one.apply(each.clip().orElseThrow(), Streams.of(seed, one.stream(), 0, i));
            Sample sample = change.preset().architecture().features(change.after().settings).of(clip);
            assertThat(change.after().shown.get(each.label()))
                    .isEqualTo((sample.isEmpty() ? each.sample() : sample).values().toArray());
        }
    }
}
