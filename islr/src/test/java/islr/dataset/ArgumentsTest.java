package islr.dataset;

import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSettings;
import islr.system.Features;
import islr.system.Sample;
import islr.system.fingerspelling.Fit;
import islr.system.fingerspelling.SpellingFeatures;
import islr.tensor.Nulls;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.train.ToyRuns;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a caller in Java may get wrong is told in the words of what was called.
class ArgumentsTest {
    @TempDir
    private Path folder;

    private Map<Class<?>, Object> samples() throws Exception {
        ToyClips toys = new ToyClips(2, 2, 2);
        Sample sample = new Sample(Tensor.zeros(2, 3));
        Map<Class<?>, Object> samples = new HashMap<>();
        samples.put(String.class, "a");
        samples.put(int.class, 2);
        samples.put(long.class, 1L);
        samples.put(Path.class, folder);
        samples.put(Predicate.class, (Predicate<Object>) any -> true);
        samples.put(SkeletonRows.class, SkeletonRows.ALL);
        samples.put(List.class, List.of());
        samples.put(Collection.class, List.of());
        samples.put(Set.class, Set.of());
        samples.put(Optional.class, Optional.empty());
        samples.put(Sample.class, sample);
        samples.put(Features.class, ToyRuns.settings().features());
        samples.put(Progress.class, Progress.NONE);
        samples.put(ClipSource.class, toys);
        samples.put(SyntheticSettings.class, SyntheticSettings.DEFAULT);
        samples.put(PublishedSplits.class, PublishedSplits.CLS);
        samples.put(ClipSource.Recording.class, new ClipSource.Recording("clip", "a", 1));
        // What methods are called on.
        samples.put(DataSet.class, DataSet.read(toys.write(folder.resolve("toys"))));
        samples.put(SyntheticClips.class, SyntheticClips.of(SyntheticSettings.DEFAULT));
        samples.put(Split.class, Split.usual(toys));
        samples.put(LabelledSample.class,
                new LabelledSample(sample, 1, Set.of(Skeleton.Part.FACE), Set.of(ClipNote.IRISES), Optional.empty()));
        PhraseDataSet phrases = PhraseDataSet
                .read(new ToyPhrases(folder.resolve("phrases")).write(new int[] {2, 3}).folder());
        samples.put(PhraseSource.class, phrases);
        samples.put(PhraseDataSet.class, phrases);
        samples.put(PhraseSource.Part.class, phrases.parts().getFirst());
        samples.put(PhraseSource.Recording.class, phrases.recordings().getFirst());
        samples.put(PhraseStore.class,
                PhraseStore.read(phrases, new SpellingFeatures(9, Fit.NEAREST), 1, Optional.empty(), Progress.NONE));
        samples.put(boolean.class, true);
        samples.put(SpellingSettings.class, SpellingSettings.DEFAULT);
        samples.put(SyntheticPhrases.class, SyntheticPhrases.of(new SpellingSettings(1, 2, 3, 1, 3, 1)));
        samples.put(SignedSource.class, toys);
        samples.put(Signed.class, toys.recordings().getFirst());
        samples.put(Parallel.class, Parallel.sequential());
        return samples;
    }

    @Test
    void nullIsToldByTheNameOfTheParameter() throws Exception {
        // A data set has files already, synthetic clips are made without looking at what is needed.
        Nulls.with(samples())
                .nullable("DataSet.example unused", "SyntheticClips.read rows", "PhraseDataSet.example unused")
                .areToldByName(Nulls.publicClasses(DataSet.class), 30);
    }
}
