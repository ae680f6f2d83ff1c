package islr.train;

import islr.dataset.LabelledSample;
import islr.internal.Streams;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Recipe;
import islr.system.Sample;
import islr.system.Training;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// How much memory a training will take, told before it begins: a run that finds none after hours, or is killed by its
/// container without a word, has cost those hours.
///
/// @param bytes of Java's heap, about
/// @param batch the samples in a batch
/// @param together how many samples a batch can have less: 1, or the number of signs if it has so many of every sign
/// @param perSample what each further sample in a batch adds
/// @param step numbers that a step allocates
public record MemoryNeed(long bytes, int batch, int together, long perSample, long step) {
    private static final long MB = 1 << 20;
    /// Classes, buffers of files, the collector's own.
    private static final long BASE = 20 * MB;
    private static final long LEAST = 48 * MB;
    /// Parameters and what the recipe keeps, and both once more while they are written.
    private static final int COPIES_OF_STATE = 2;
    /// Each tensor begins a line of the cache, and what is between is not used.
    private static final double LINES = 1.05;

    /// The need is known to a quarter. Whoever has a little less may try; if that fails, it is told then.
    private static final double CERTAIN = 0.8;

    /// Counts what is allocated, and lets the collector free it.
    private static final class Counting implements Memory {
        private long floats;

        @Override
        public Tensor allocate(Shape shape) {
            floats += shape.size();
            return Memory.heap().allocate(shape);
        }

        @Override
        public float[] array(int n) {
            floats += n;
            return new float[n];
        }
    }

    /// Takes two steps with a throwaway model, on two and on three of the longest samples, and extrapolates.
    ///
    /// @return how much memory training will need
    public static MemoryNeed of(RunSettings settings, TrainingClips clips, int classes, Compute compute) {
        return of(settings, clips, classes, Optional.empty(), compute);
    }

    /// The same for a run with its teacher, if it has one.
    ///
    /// @throws IOException if the teacher's file cannot be read, or is not what it was when the run was begun
    public static MemoryNeed of(RunPlan plan, TrainingClips clips, Compute compute) throws IOException {
        Objects.requireNonNull(plan, "plan");
        return of(plan.settings(), clips, plan.clips().signs().size(), Teacher.of(plan, compute), compute);
    }

    private static MemoryNeed of(RunSettings settings, TrainingClips clips, int classes, Optional<Teacher> teacher,
            Compute compute) {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(compute, "compute");
        Sample longest = clips.training().stream().map(LabelledSample::sample)
                .max(Comparator.comparingInt(Sample::rows)).orElseThrow();
        ShownClips shown = ShownClips.of(clips.training(), ShownClips.Rule.of(settings));
        int batch = shown.largest();
        int together = settings.get(Training.EVERY_SIGN) > 0 ? shown.signs().size() : 1;
        Parameters parameters = Parameters.fresh(settings.seed(), copies(clips.statistics()));
        Model model = settings.signs().architecture().model(settings.values(), classes, parameters);
        Throwaway run = new Throwaway(settings, model, parameters, teacher, compute);
        // A step of batch normalisation on one sample alone is impossible.
        Step two = run.step(longest, 2);
        long perSample = Math.max(0, run.step(longest, 3).numbers - two.numbers);
        long numbers = numbers(parameters.state());
        long samples = Stream.concat(clips.training().stream(), clips.heldOut().stream()).mapToLong(MemoryNeed::size)
                .sum();
        long step = (long) (LINES * (two.numbers + perSample * (batch - 2)));
        long gradients = numbers;
        long bytes = BASE + Float.BYTES * (COPIES_OF_STATE * (numbers + two.state) + gradients + samples + step);
        return new MemoryNeed(bytes, batch, together, (long) (LINES * Float.BYTES * perSample), step);
    }

    private static Map<String, Tensor> copies(Map<String, Tensor> statistics) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        statistics.forEach((name, values) -> copies.put(name, values.copy()));
        return copies;
    }

    private static long numbers(Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(Tensor::size).sum();
    }

    /// The numbers of a sample, and of its clip, if that is kept.
    private static long size(LabelledSample each) {
        return each.sample().values().size() + each.clip().map(clip -> clip.landmarks().length).orElse(0);
    }

    /// What a step takes.
    ///
    /// @param numbers that it allocates
    /// @param state numbers that the recipe keeps beside the parameters
    private record Step(long numbers, long state) {}

    /// A run that only shows how much it takes.
    private record Throwaway(RunSettings settings, Model model, Parameters parameters, Optional<Teacher> teacher,
            Compute compute) {
        Step step(Sample sample, int count) {
            Counting memory = new Counting();
            TrainingBatch batch = TrainingBatch.of(Batch.of(memory, Collections.nCopies(count, sample)),
                    new int[count]);
            Recipe recipe = settings.signs().architecture().recipe(settings.values(), model, parameters);
            recipe.begin(0, 1);
            Compute c = compute.with(memory);
            recipe.step(c.training(Streams.of(settings.seed(), "memory")), Teacher.taught(teacher, c, batch));
            recipe.end(compute, settings.epochs() - 1);
            return new Step(memory.floats, MemoryNeed.numbers(recipe.state()));
        }
    }

    /// `650 MB of memory`, for people.
    public String text() {
        return String.format(Locale.ROOT, "%,d MB of memory", bytes / MB);
    }

    /// Says that the memory is too small, before the first step.
    ///
    /// @param heap what Java's heap may become, in bytes
    /// @throws IOException if the training certainly needs more
    public void requireIn(long heap) throws IOException {
        if (CERTAIN * bytes <= heap) {
            return;
        }
        long rest = heap - (bytes - batch * perSample);
        long fitting = rest / Math.max(1, perSample) / together;
        String smaller = together > 1 && fitting > 0 ? "; every_sign=%d would fit".formatted(fitting)
                : together == 1 && fitting > 1 ? "; a batch of %d would fit (--batch %d)".formatted(fitting, fitting)
                        : "";
        String more = container().isEmpty() ? "allow more with ISLR_JAVA_OPTS=-Xmx" + bytes / MB * 5 / 4 + "m"
                : "give the container more";
        throw new IOException(String.format(Locale.ROOT,
                "training: it needs about %,d MB of memory for Java's heap, which may become %,d MB%s; %s%s",
                bytes / MB, heap / MB, container(), more, smaller));
    }

    /// Says that no training fits into the memory, before anything is read.
    ///
    /// @param heap what Java's heap may become, in bytes
    /// @throws IOException if it is less than the smallest training needs
    public static void requireLeast(long heap) throws IOException {
        if (heap < LEAST) {
            throw new IOException(String.format(Locale.ROOT,
                    "training: Java's heap may become %,d MB%s, but even a small training needs %,d MB; %s", heap / MB,
                    container(), LEAST / MB, container().isEmpty() ? "allow more with ISLR_JAVA_OPTS=-Xmx1g"
                            : "give the container 300 MB or more"));
        }
    }

    /// The launcher says how much memory the container has, if it is little.
    private static String container() {
        String limit = System.getProperty("islr.container");
        return limit == null ? "" : " in this container of " + limit + " MB";
    }
}
