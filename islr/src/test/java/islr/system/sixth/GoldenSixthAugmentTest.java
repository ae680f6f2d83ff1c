package islr.system.sixth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.system.Augmentation;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Changes of points against the original's, each with the numbers that it drew.
class GoldenSixthAugmentTest {
    private static final int POINTS = SixthLandmarks.POINTS;
    private static final Memory MEMORY = Memory.heap();

    private static Path file() {
        return Goldens.folder().resolve("sixth-place/augment.safetensors");
    }

    private static JsonNode meta() {
        return Inputs.json(Goldens.folder().resolve("sixth-place/manifest.json")).get("augment.safetensors")
                .get("meta");
    }

    private static Sample sample(String name) throws IOException {
        try (SafetensorsFile golden = Goldens.open(file())) {
            Tensor[] axes = {golden.tensor(name + "/x"), golden.tensor(name + "/y"), golden.tensor(name + "/z")};
            int frames = axes[0].shape().dim(0);
            float[] numbers = new float[frames * POINTS * 3];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = axes[i % 3].array()[axes[i % 3].offset() + i / 3];
            }
            return new Sample(Tensor.of(Shape.of(frames, 3 * POINTS), numbers));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyChangeIsTheOriginals() {
        JsonNode meta = meta();
        Set<String> names = new HashSet<>();
        meta.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> name.startsWith("input_"));
        assertThat(names).hasSizeGreaterThan(16);
        return names.stream().sorted().map(name -> DynamicTest.dynamicTest(name, () -> {
            String clip = name.equals("interpolate_holes") ? "holes" : meta.get(name).get("clip").asText();
            Sample before = sample("input_" + clip);
            float[] untouched = before.values().toArray();
            Sample after = change(name, meta.get(name)).apply(before);
            Close.absolute(name, after.values().toArray(), sample(name).values().toArray(), 1e-5);
            assertThat(before.values().toArray()).isEqualTo(untouched);
        }));
    }

    private static UnaryOperator<Sample> change(String name, JsonNode meta) {
        return switch (name.replaceAll("_(awake|webcam|holes|\\d|ab|ba).*", "")) {
            case "flip" -> sample -> Flip.of(sample, MEMORY);
            case "rotate" -> sample -> Rotation.of(sample, Rotation.angle(meta.get("u").asDouble()), MEMORY);
            case "scale_plain" -> sample -> {
                double factor = meta.get("factor").asDouble();
                return Scaling.of(sample, new double[] {factor, factor, factor}, MEMORY);
            };
            case "scale_distort" -> sample -> Scaling.of(sample, numbers(meta.get("multipliers")), MEMORY);
            case "crop_start" -> sample -> Crop.of(sample, meta.get("removed").asInt(), sample.rows(), MEMORY);
            case "crop_end" -> sample -> Crop.of(sample, 0, sample.rows() - meta.get("removed").asInt(), MEMORY);
            case "interpolate" -> sample -> Interpolation.of(sample, MEMORY);
            case "fill_hand_asis" -> sample -> HandFilling.asCoded(sample, MEMORY);
            case "fill_hand_intended" -> sample -> HandFilling.asMeant(sample, MEMORY);
            case "resize" -> sample -> TimeResize.of(sample, meta.get("size").asInt(), MEMORY);
            case "cutmix" -> sample -> cutmix(sample, meta);
            case "chain" -> chain(name, meta.get("draws"));
            default -> throw new IllegalArgumentException(name + ": nothing here compares it");
        };
    }

    private static Sample cutmix(Sample sample, JsonNode meta) {
        try {
            Sample other = sample("input_" + meta.get("other").asText());
            assertThat(FaceCutmix.isLeftHanded(sample)).isEqualTo(meta.get("is_left_clip").asBoolean());
            assertThat(FaceCutmix.isLeftHanded(other)).isEqualTo(meta.get("is_left_other").asBoolean());
            return FaceCutmix.of(sample, other, MEMORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        Arrays.setAll(numbers, i -> list.get(i).asDouble());
        return numbers;
    }

    /// The draws of the three chains say what happens in each.
    private static UnaryOperator<Sample> chain(String name, JsonNode draws) {
        double turn = draws.get("trand").get(0).asDouble();
        return switch (name) {
            // Flip, and a rotation of half the range.
            case "chain_1a" -> sample -> Rotation.of(Flip.of(sample, MEMORY), Rotation.angle(turn) / 2, MEMORY);
            // Interpolation, rotation, scale, crop of the last frames.
            case "chain_2a" -> sample -> {
                double factor = draws.get("uniform").get(0).asDouble();
                Sample scaled = Scaling.of(Rotation.of(Interpolation.of(sample, MEMORY), Rotation.angle(turn), MEMORY),
                        new double[] {factor, factor, factor}, MEMORY);
                return Crop.of(scaled, 0, scaled.rows() - draws.get("randint").get(0).asInt(), MEMORY);
            };
            // Interpolation, flip, rotation, crop of the first frames, distortion.
            case "chain_3a" -> sample -> {
                double[] uniform = numbers(draws.get("uniform"));
                Sample turned = Rotation.of(Flip.of(Interpolation.of(sample, MEMORY), MEMORY), Rotation.angle(turn),
                        MEMORY);
                Sample cropped = Crop.of(turned, draws.get("randint").get(0).asInt(), turned.rows(), MEMORY);
                return Scaling.of(cropped,
                        new double[] {uniform[0] + uniform[1], uniform[0] + uniform[2], uniform[0] + uniform[3]},
                        MEMORY);
            };
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void partnersAreThoseOfTheOriginal() throws IOException {
        try (SafetensorsFile golden = Goldens.open(file())) {
            int[] permutation = golden.ints("flip_permutation");
            for (int point = 0; point < POINTS; point++) {
                assertThat(Flip.partner(point)).isEqualTo(permutation[point]);
            }
        }
    }

    /// Without the left hand in every third frame, and with single points missing.
    private static Sample random(int frames) {
        SplittableRandom random = new SplittableRandom(frames);
        float[] numbers = new float[frames * 3 * POINTS];
        for (int i = 0; i < numbers.length; i++) {
            boolean left = i % (3 * POINTS) < 3 * SixthLandmarks.HAND;
            boolean missing = random.nextInt(4) == 0 || left && i / (3 * POINTS) % 3 == 0;
            numbers[i] = missing ? 0 : (float) random.nextGaussian();
        }
        return new Sample(Tensor.of(Shape.of(frames, 3 * POINTS), numbers));
    }

    /// Each as often as it should, with other numbers each time, and never to NaN or to nothing.
    @ParameterizedTest
    @EnumSource(Augment.class)
    void changesHappenAsOftenAsTheirProbability(Augment augment) {
        for (Augmentation change : augment.changes(0, 100)) {
            double probability = change instanceof FaceCutmix face ? face.probability()
                    : ((PointChange) change).probability();
            Set<Integer> results = new HashSet<>();
            int changed = 0;
            Sample sample = random(30);
            for (int seed = 0; seed < 600; seed++) {
                Sample after = change.apply(sample, () -> random(20), new SplittableRandom(seed), MEMORY);
                changed += after == sample ? 0 : 1;
                results.add(Arrays.hashCode(after.values().toArray()));
                assertThat(after.rows()).isBetween(25, 30);
            }
            assertThat(changed / 600.0).as(change.stream()).isBetween(probability - 0.07, probability + 0.07);
            boolean drawn = change instanceof Rotation || change instanceof Scaling || change instanceof Crop;
            assertThat(results.size()).as(change.stream()).isGreaterThanOrEqualTo(drawn ? 9 : 2);
        }
        assertThat(augment.changes(0, 100).stream().map(Augmentation::stream)).doesNotHaveDuplicates();
    }

    /// The first 49 epochs of a hundred, the first half of fewer.
    @Test
    void strongChangesEndWhereTheOriginalsDo() {
        for (int[] run : new int[][] {{100, 49}, {200, 49}, {30, 14}, {2, 0}, {1, 0}}) {
            for (int epoch = 0; epoch < run[0]; epoch++) {
                boolean strong = epoch < run[1];
                assertThat(Augment.STRONG.changes(epoch, run[0])).hasSize(strong ? 7 : 5);
                assertThat(Augment.ORIGINAL.changes(epoch, run[0])).hasSize(strong ? 7 : 5);
                assertThat(Augment.LIGHT.changes(epoch, run[0])).hasSize(5);
                assertThat(Augment.NONE.changes(epoch, run[0])).isEmpty();
            }
        }
    }

    @Test
    void aScaledClipIsAtMostAsLargeAsTheOriginalMakesIt() {
        Sample sample = random(5);
        float before = largest(sample);
        Set<Boolean> distorted = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            float factor = largest(new Scaling(0.5).changed(sample, new SplittableRandom(seed), MEMORY)) / before;
            assertThat(factor).isBetween(0.69f, 2.61f);
            distorted.add(factor > 1.31f);
        }
        assertThat(distorted).containsExactlyInAnyOrder(true, false);
    }

    private static float largest(Sample sample) {
        float largest = 0;
        for (float v : sample.values().toArray()) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    @Test
    void shortAndEmptyClipsAreTaken() {
        Sample none = new Sample(Tensor.of(Shape.of(0, 3 * POINTS)));
        for (Augment augment : Augment.values()) {
            for (Augmentation change : augment.changes(0, 100)) {
                assertThat(change.apply(none, new SplittableRandom(1), MEMORY).rows()).isZero();
                for (int frames : List.of(1, 2, 19)) {
                    for (int seed = 0; seed < 20; seed++) {
                        Sample after = change.apply(random(frames), new SplittableRandom(seed), MEMORY);
                        assertThat(after.rows()).isEqualTo(frames);
                        assertThat(Close.anyNaN(after.values().toArray())).isFalse();
                    }
                }
            }
        }
    }
}
