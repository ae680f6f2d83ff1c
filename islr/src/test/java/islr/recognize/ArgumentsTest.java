package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.ClipWriter;
import islr.data.SequenceFile;
import islr.data.SequenceWriter;
import islr.data.SignList;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.nn.Parameters;
import islr.system.Model;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.FingerspellingNetwork;
import islr.system.fingerspelling.SpellingEnsemble;
import islr.system.fingerspelling.SpellingPreset;
import islr.tensor.Compute;
import islr.tensor.Nulls;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import islr.weights.Checkpoint;
import islr.weights.tflite.TfliteFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a caller in Java may get wrong is told in the words of what was called.
class ArgumentsTest {
    private static final List<Class<?>> CLASSES = Stream.of(Clip.class, Recognizer.class)
            .flatMap(one -> Nulls.publicClasses(one).stream()).toList();

    @TempDir
    private Path folder;

    /// Something of every type that a parameter has.
    private Map<Class<?>, Object> samples() throws IOException {
        Path model = TestModels.write(folder.resolve("model.safetensors"));
        Path clip = folder.resolve("clip.parquet");
        ClipWriter.write(clip, TestModels.clip("clip", 2, 1));
        ModelFile file = ModelFile.read(model);
        Map<Class<?>, Object> samples = new HashMap<>();
        samples.put(NarrowType.class, NarrowType.INT8);
        samples.put(TfliteFile.class,
                TfliteFile.open(Path.of("src/test/resources/islr/tflite/golden/system-mlp.tflite")));
        samples.put(String.class, "clip");
        samples.put(int.class, 1);
        samples.put(float.class, 0.5f);
        samples.put(double.class, 0.5);
        samples.put(boolean.class, false);
        samples.put(Path.class, clip);
        samples.put(byte[].class, Files.readAllBytes(clip));
        samples.put(ByteBuffer.class, ByteBuffer.wrap(Files.readAllBytes(clip)));
        samples.put(InputStream.class, InputStream.nullInputStream());
        samples.put(SeekableByteChannel.class, Files.newByteChannel(clip));
        samples.put(float[].class, new float[Skeleton.ROWS * Skeleton.AXES]);
        samples.put(int[].class, new int[] {3});
        samples.put(SkeletonRows.class, SkeletonRows.ALL);
        samples.put(Parallel.class, Parallel.sequential());
        samples.put(Clip.class, TestModels.clip("clip", 2, 1));
        samples.put(ClipNote.class, ClipNote.values()[0]);
        samples.put(Set.class, Set.of());
        samples.put(Tensor.class, Tensor.zeros(1, 2));
        samples.put(IOException.class, new IOException("no"));
        samples.put(Classifier.class, file.classifier(Optional.empty()));
        samples.put(Compute.class, Compute.cpu());
        samples.put(Optional.class, Optional.empty());
        samples.put(OptionalDouble.class, OptionalDouble.empty());
        samples.put(Certainty.class, Certainty.UNKNOWN);
        samples.put(float[].class, new float[] {1, 2});
        samples.put(SignDistances.class, TestModels.distances(2, 1));
        samples.put(RandomGenerator.class, new SplittableRandom(1));
        samples.put(Iterable.class, List.of(clip));
        samples.put(java.util.Iterator.class, List.of().iterator());
        samples.put(Recognizer.Reader.class, (Recognizer.Reader<Object>) any -> TestModels.clip("clip", 2, 1));
        samples.put(Predicate.class, (Predicate<Object>) any -> false);
        samples.put(Object.class, "anything");
        samples.put(List.class, List.of());
        samples.put(Map.class, Map.of());
        samples.put(SignList.class, TestModels.SIGNS);
        samples.put(islr.system.Preset.class, file.preset());
        samples.put(islr.system.Settings.class, file.settings());
        samples.put(Model.class, file.model());
        samples.put(long.class, 1L);
        Path sequences = folder.resolve("sequences.parquet");
        SequenceWriter.Entry entry = new SequenceWriter.Entry(7, TestModels.clip("clip", 2, 1));
        SequenceWriter.write(sequences, List.of(entry));
        SequenceFile wide = SequenceFile.open(sequences);
        samples.put(SequenceFile.class, wide);
        samples.put(SequenceFile.Sequence.class, wide.sequences().getFirst());
        samples.put(SequenceWriter.Entry.class, entry);
        SpellingPreset spelling = Presets.speller("fingerspelling-2").with(Map.of("units", "16", "blocks", "1"));
        Parameters parameters = Parameters.fresh(1);
        Fingerspelling.network(spelling.defaults(), parameters);
        Path spells = folder.resolve("speller.safetensors");
        SpellerFile.write(spells, spelling, spelling.defaults(), parameters.state(), List.of(), Map.of());
        SpellerFile speller = SpellerFile.read(spells, ModelHints.NONE);
        samples.put(SpellingPreset.class, spelling);
        samples.put(FingerspellingNetwork.class, speller.network());
        samples.put(SpellerFile.class, speller);
        samples.put(SpellingEnsemble.class, SpellingEnsemble.of(speller.network(),
                Fingerspelling.features(spelling.defaults()), Fingerspelling.options(spelling.defaults())));
        samples.put(Speller.class, Speller.load(spells, 1));
        // What methods are called on.
        samples.put(Recognizer.class, new Recognizer(file.classifier(Optional.empty()), 1));
        samples.put(ModelFile.class, file);
        samples.put(ModelHints.class, ModelHints.NONE);
        samples.put(Checkpoint.class, file.checkpoint(Optional.empty()));
        Classifier one = file.classifier(Optional.empty());
        samples.put(Ensemble.class, new Ensemble(List.of(one), List.of(1.0)));
        samples.put(Prediction.class,
                new Prediction("clip", 1, List.of(), false, Optional.empty(), OptionalDouble.empty(), List.of()));
        return samples;
    }

    @Test
    void nullIsToldByTheNameOfTheParameter() throws Exception {
        Nulls.with(samples()).areToldByName(CLASSES, 60);
    }

    @Test
    void noThreadsAreTooFew() throws IOException {
        Path model = TestModels.write(folder.resolve("model.safetensors"));
        try (Recognizer recognizer = Recognizer.load(model)) {
            for (int threads : new int[] {0, -3}) {
                List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                        () -> Recognizer.load(Path.of("none"), Optional.empty(), threads),
                        () -> Recognizer.bundled(threads),
                        () -> new Recognizer(ModelFile.read(model).classifier(Optional.empty()), threads),
                        () -> recognizer.recognizeAll(List.of(), threads, answer -> true));
                for (var call : calls) {
                    assertThatIllegalArgumentException().isThrownBy(call)
                            .withMessage("recognizer: " + threads + " threads; at least 1 is needed");
                }
            }
        }
    }

    @Test
    void aPredictionCannotBeChangedByItsCaller() throws IOException {
        try (Recognizer recognizer = Recognizer.load(TestModels.write(folder.resolve("model.safetensors")))) {
            Prediction prediction = recognizer.recognize(TestModels.clip("clip", 3, 1));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> prediction.ranking().removeFirst());
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> prediction.top(2).removeFirst());
            assertThat(prediction.top(0)).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> prediction.top(-1))
                    .withMessage("prediction: the top -1 signs; 0 or more may be asked for");
        }
        List<Prediction.Guess> guesses = new ArrayList<>(List.of(new Prediction.Guess("yes", 1)));
        List<String> notes = new ArrayList<>();
        Prediction own = new Prediction("clip", 1, guesses, false, Optional.of(true), OptionalDouble.empty(), notes);
        guesses.clear();
        notes.add("later");
        assertThat(own.ranking()).hasSize(1);
        assertThat(own.notes()).isEmpty();
    }

    @Test
    void aCertaintyOutOfRangeIsRefused() {
        for (double temperature : new double[] {0.009, 100.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Certainty(temperature, OptionalDouble.empty(), OptionalDouble.empty()))
                    .withMessage(
                            "certainty: 'temperature' is " + temperature + "; a number from 0.01 to 100 is needed");
        }
        for (double from : new double[] {-0.001, 1.001, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Certainty(1, OptionalDouble.of(from), OptionalDouble.empty()))
                    .withMessage("certainty: 'sure_from' is " + from + "; a number from 0 to 1 is needed");
        }
    }

    @Test
    void aClipNeedsANameAndFiniteCoordinates() {
        float[] landmarks = new float[2 * 2 * 3];
        landmarks[10] = Float.NEGATIVE_INFINITY;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Clip("me", SkeletonRows.of(3, Skeleton.LEFT_HAND + 5), landmarks))
                .withMessage("clip 'me': y of left_hand 5 in frame 1 is infinite; a coordinate must be finite, or NaN "
                        + "where missing");
        for (String name : new String[] {"", " \t"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Clip(name, new float[0]))
                    .withMessage("clip: its name is blank; messages and results call the clip by it");
        }
    }
}
