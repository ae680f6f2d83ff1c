package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.golden.Close;
import islr.nn.Parameters;
import islr.system.Architecture;
import islr.system.Augmentation;
import islr.system.Batch;
import islr.system.Features;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Recipe;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every system must do, over all presets: a new one is tested by being in the list.
class EveryPresetTest {
    private static final String PRESETS = "islr.recognize.TestModels#presets";
    private static final int[] LABELS = {3, 0, 4, 1};

    @TempDir
    private Path folder;

    /// Each hand is seen in some frames.
    private static Clip clip(int frames) {
        Clip clip = TestModels.clip("clip", frames, frames);
        for (int t = 0; t < frames; t += 2) {
            for (int i = 0; i < Skeleton.HAND_ROWS * Skeleton.AXES; i++) {
                clip.landmarks()[clip.index(t, Skeleton.RIGHT_HAND) + i] = 0.1f + 0.01f * i + 0.003f * t * (i % 7);
            }
        }
        return clip;
    }

    /// A preset made small, with parameters none of which is 0 for long.
    private static final class Case {
        private final Architecture architecture;
        private final Settings settings;
        private final Parameters parameters;
        private final Model model;
        private final Recipe recipe;
        private final Batch batch;

        Case(Preset preset) {
            architecture = preset.architecture();
            settings = TestModels.tiny(preset);
            Features features = architecture.features(settings);
            List<Sample> samples = new ArrayList<>();
            for (int length : new int[] {5, 12, 40, 3}) {
                Sample sample = features.of(clip(length));
                for (Augmentation augmentation : architecture.augmentations(settings, 0)) {
                    sample = augmentation.apply(sample, new SplittableRandom(length), Memory.heap());
                }
                samples.add(sample);
            }
            parameters = Parameters.fresh(1, architecture.statistics(settings, samples));
            model = architecture.model(settings, TestModels.SIGNS.size(), parameters);
            recipe = architecture.recipe(settings, model, parameters);
            // Away from zeros, behind which a gradient could hide.
            Random random = new Random(2);
            parameters.trainable().values().forEach(x -> {
                for (int i = 0; i < x.size(); i++) {
                    x.array()[i] += 0.1f * (float) random.nextGaussian();
                }
                x.changed();
            });
            batch = Batch.of(Memory.heap(), samples);
        }

        /// The state after some steps of training.
        Map<String, float[]> afterSteps(Compute c, int steps) {
            for (int step = 0; step < steps; step++) {
                if (step % 2 == 0) {
                    recipe.begin(step / 2, 2);
                }
                recipe.step(c.training(new SplittableRandom(step)), TrainingBatch.of(batch, LABELS));
            }
            return numbers(parameters.state());
        }
    }

    private static Map<String, float[]> numbers(Map<String, Tensor> tensors) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> numbers.put(name, tensor.toArray()));
        return numbers;
    }

    private static Compute compute(Kernels kernels) {
        return new Compute(kernels, Parallel.sequential(), Memory.heap());
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, numbers) -> assertThat(actual.get(name)).as(name).isEqualTo(numbers));
    }

    /// A step moves every parameter that has a gradient, and the optimiser remembers it.
    @ParameterizedTest
    @MethodSource(PRESETS)
    void gradientsReachEveryTrainableParameter(Preset preset) {
        Case each = new Case(preset);
        each.afterSteps(compute(KernelProvider.best()), 1);
        Map<String, Tensor> state = each.recipe.state();
        List<String> moments = state.keySet().stream().filter(name -> name.matches("(.*/)?m\\..*")).toList();
        List<String> trained = moments.stream().map(name -> name.replaceFirst("(.*/)?m\\.", "")).toList();
        assertThat(trained).containsAll(each.parameters.trainable().keySet());
        moments.forEach(name -> assertThat(nonZero(state.get(name).toArray())).as(name).isTrue());
    }

    private static boolean nonZero(float[] numbers) {
        for (float v : numbers) {
            if (v != 0) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource(PRESETS)
    void oneThreadAndTwoTrainAndPredictWithTheSameBits(Preset preset) {
        Compute one = compute(KernelProvider.best());
        Map<String, float[]> trained = new Case(preset).afterSteps(one, 3);
        float[] logits = new Case(preset).model.logits(one, new Case(preset).batch).toArray();
        try (Parallel two = Parallel.threads(2)) {
            Workspace workspace = Workspace.poisoned();
            assertSame(new Case(preset).afterSteps(one.with(two), 3), trained);
            Case each = new Case(preset);
            assertThat(each.model.logits(one.with(two).with(workspace), each.batch).toArray()).isEqualTo(logits);
            Model inference = each.model.forInference(one);
            float[] alone = inference.logits(one, each.batch).toArray();
            assertThat(inference.logits(one.with(two), each.batch).toArray()).isEqualTo(alone);
        }
    }

    /// A JVM for one clip computes with plain loops, and one that has just begun does so for a while: with other bits
    /// its answers would change in between.
    @ParameterizedTest
    @MethodSource(PRESETS)
    void plainKernelsAndSimdKernelsPredictWithTheSameBits(Preset preset) throws IOException {
        Path file = TestModels.write(folder.resolve("model.safetensors"), preset, TestModels.tiny(preset));
        for (int frames : new int[] {1, 2, 7, 40, 75}) {
            Clip clip = TestModels.clip("clip", frames, frames);
            List<Prediction> answers = new ArrayList<>();
            for (String kernels : List.of("plain", "simd", "auto")) {
                Classifier classifier = ModelFile.read(file).classifier(Optional.empty());
                try (Recognizer recognizer = new Recognizer(classifier, KernelProvider.choose(kernels), 1)) {
                    answers.add(recognizer.recognize(clip));
                }
            }
            assertThat(answers.get(1)).as("simd against plain, %d frames", frames).isEqualTo(answers.get(0));
            assertThat(answers.get(2)).as("auto against plain, %d frames", frames).isEqualTo(answers.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource(PRESETS)
    void predictingOneByOneIsPredictingInABatch(Preset preset) {
        Compute c = compute(KernelProvider.best());
        Case each = new Case(preset);
        float[] batched = each.model.logits(c, each.batch).toArray();
        Features features = each.architecture.features(each.settings);
        Model inference = each.model.forInference(c);
        int classes = TestModels.SIGNS.size();
        int[] lengths = {5, 12, 40, 3};
        for (int i = 0; i < lengths.length; i++) {
            Sample sample = features.of(clip(lengths[i]));
            for (Augmentation augmentation : each.architecture.augmentations(each.settings, 0)) {
                sample = augmentation.apply(sample, new SplittableRandom(lengths[i]), Memory.heap());
            }
            float[] alone = inference.logits(c, Batch.of(Memory.heap(), List.of(sample))).toArray();
            Close.relative("clip " + i, alone, Arrays.copyOfRange(batched, i * classes, (i + 1) * classes), 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource(PRESETS)
    void aRecipeGoesOnFromItsStateWithTheSameBits(Preset preset) {
        Compute c = compute(KernelProvider.best());
        Map<String, float[]> undisturbed = new Case(preset).afterSteps(c, 4);
        Case first = new Case(preset);
        first.afterSteps(c, 2);
        Map<String, Tensor> state = new LinkedHashMap<>();
        first.parameters.state().forEach((name, tensor) -> state.put(name, tensor.copy()));
        Parameters parameters = Parameters.of(state);
        Model model = first.architecture.model(first.settings, TestModels.SIGNS.size(), parameters);
        Recipe recipe = first.architecture.recipe(first.settings, model, parameters);
        recipe.restore(first.recipe.state());
        recipe.begin(1, 2);
        for (int step = 2; step < 4; step++) {
            recipe.step(c.training(new SplittableRandom(step)), TrainingBatch.of(first.batch, LABELS));
        }
        assertSame(numbers(parameters.state()), undisturbed);
    }

    @ParameterizedTest
    @MethodSource(PRESETS)
    void aClipWithoutAnythingToSeeIsAnsweredWithNumbers(Preset preset) throws IOException {
        Path file = TestModels.write(folder.resolve("model.safetensors"), preset, TestModels.tiny(preset));
        try (Recognizer recognizer = Recognizer.load(file)) {
            for (int frames : new int[] {1, 5, 90}) {
                Prediction prediction = recognizer.recognize(TestModels.nothing("nothing", frames));
                assertThat(prediction.ranking().stream().mapToDouble(Prediction.Guess::probability).sum())
                        .isBetween(1 - 1e-5, 1 + 1e-5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(PRESETS)
    void aSmallerBatchOfTheLastStepIsTrainedOn(Preset preset) {
        Case each = new Case(preset);
        Features features = each.architecture.features(each.settings);
        Batch single = Batch.of(Memory.heap(), List.of(features.of(TestModels.clip("clip", 9, 1))));
        each.recipe.begin(0, 4);
        Compute c = compute(KernelProvider.best()).training(new SplittableRandom(1));
        assertThat(each.recipe.step(c, TrainingBatch.of(single, 2)).loss()).isFinite();
        each.parameters.state()
                .forEach((name, tensor) -> assertThat(Close.anyNaN(tensor.toArray())).as(name).isFalse());
    }
}
