package islr.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A person in the middle of the picture, and what is wrong if every point is moved.
class PlausibilityTest {
    private static final int FRAMES = 7;
    private static final SkeletonRows HANDS_AND_LIPS = SkeletonRows.of(0, 17, 61, 291, 468, 470, 488, 522, 540, 502,
            520);

    private static Clip person(UnaryOperator<float[]> change) {
        Random random = new Random(5);
        float[] landmarks = new float[FRAMES * Skeleton.ROWS * Skeleton.AXES];
        for (int i = 0; i < landmarks.length; i += Skeleton.AXES) {
            int row = i / Skeleton.AXES % Skeleton.ROWS;
            float[] point = place(row);
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                point[axis] += 0.01f * (random.nextFloat() - 0.5f);
            }
            point = change.apply(point);
            System.arraycopy(point, 0, landmarks, i, Skeleton.AXES);
        }
        return new Clip("person", landmarks);
    }

    /// Roughly; the head in the middle above, the hands apart in front, the legs far below the picture.
    private static float[] place(int row) {
        return switch (Skeleton.Part.of(row)) {
            case FACE ->
                    row == 17 || row == 152 ? new float[] {0.5f, 0.4f, 0} : row == 61 ? new float[] {0.46f, 0.35f, 0}
                            : row == 291 ? new float[] {0.54f, 0.35f, 0} : new float[] {0.5f, 0.3f, 0};
            case LEFT_HAND -> new float[] {0.7f, 0.7f, -0.1f};
            case RIGHT_HAND -> new float[] {0.3f, 0.6f, -0.1f};
            case POSE -> {
                int point = row - Skeleton.POSE;
                float side = point % 2 == 0 ? 0.3f : 0.7f;
                yield point < 11 ? new float[] {0.5f, 0.25f, -1}
                        : point < 23 ? new float[] {side, 0.5f, -0.5f} : new float[] {side, 2.8f, 1};
            }
        };
    }

    private static Set<ClipNote> notes(Clip clip) {
        return Plausibility.check(clip, SkeletonRows.ALL).notes();
    }

    private static Arguments change(ClipNote expected, String what, UnaryOperator<float[]> change) {
        return Arguments.of(what, expected, change);
    }

    static Stream<Arguments> changes() {
        return Stream.of(change(ClipNote.SCALE, "pixels", p -> new float[] {640 * p[0], 480 * p[1], p[2]}),
                change(ClipNote.SCALE, "few pixels", p -> new float[] {64 * p[0], 48 * p[1], p[2]}),
                change(ClipNote.SCALE, "x alone in pixels", p -> new float[] {1280 * p[0], p[1], p[2]}),
                change(ClipNote.SCALE, "y alone in percent", p -> new float[] {p[0], 100 * p[1], p[2]}),
                change(ClipNote.SCALE, "percent", p -> new float[] {100 * p[0], 100 * p[1], p[2]}),
                change(ClipNote.SCALE, "degrees", p -> new float[] {360 * p[0] - 180, 180 * p[1] - 90, p[2]}),
                change(ClipNote.SCALE, "millimetres from the middle",
                        p -> new float[] {1000 * (p[0] - 0.5f), 1000 * (p[1] - 0.9f), p[2]}),
                change(ClipNote.ORIGIN, "metres from the hip", p -> new float[] {p[0] - 0.5f, p[1] - 0.95f, p[2]}),
                change(ClipNote.TINY, "divided twice", p -> new float[] {p[0] / 640, p[1] / 480, p[2]}),
                change(ClipNote.DEPTH, "z in pixels", p -> new float[] {p[0], p[1], 640 * p[2]}),
                change(ClipNote.DEPTH, "z in millimetres", p -> new float[] {p[0], p[1], 1000 * p[2] + 600}),
                change(ClipNote.TURNED, "x and y exchanged", p -> new float[] {p[1], p[0], p[2]}),
                change(ClipNote.TURNED, "a turned picture", p -> new float[] {1 - p[1], p[0], p[2]}),
                change(ClipNote.UPSIDE_DOWN, "y upwards", p -> new float[] {p[0], 1 - p[1], p[2]}),
                change(ClipNote.UPSIDE_DOWN, "turned by half", p -> new float[] {1 - p[0], 1 - p[1], p[2]}),
                change(ClipNote.MIRRORED, "x mirrored", p -> new float[] {1 - p[0], p[1], p[2]}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void otherCoordinatesAreToldByTheirKind(String what, ClipNote expected, UnaryOperator<float[]> change) {
        assertThat(notes(person(change))).containsExactly(expected);
    }

    /// What a transformer reads, with the rows for this check and without the face.
    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void theRowsThatAModelReadsAreEnough(String what, ClipNote expected, UnaryOperator<float[]> change) {
        Clip some = person(change).only(Plausibility.rows(HANDS_AND_LIPS));
        assertThat(notes(some)).containsExactly(expected);
        assertThat(notes(some.only(HANDS_AND_LIPS))).containsExactly(expected);
        for (int t = 0; t < FRAMES; t++) {
            for (int row : new int[] {0, 17, 61, 291}) {
                some.landmarks()[some.index(t, row)] = Float.NaN;
            }
        }
        assertThat(notes(some)).containsExactly(expected);
    }

    /// What a model does not look at is not said of its answer.
    @Test
    void otherLandmarksDoNotMatter() {
        Clip clip = person(p -> p);
        for (int t = 0; t < FRAMES; t++) {
            Arrays.fill(clip.landmarks(), clip.index(t, 20), clip.index(t, 60), 300);
        }
        assertThat(notes(clip)).containsExactly(ClipNote.SCALE);
        assertThat(Plausibility.check(clip, HANDS_AND_LIPS)).isSameAs(clip);
    }

    @Test
    void anOrdinaryClipIsItselfWithoutANote() {
        Clip clip = person(p -> p);
        assertThat(Plausibility.check(clip, SkeletonRows.ALL)).isSameAs(clip);
        assertThat(clip.notes()).isEmpty();
    }

    @Test
    void singlePointsAreNotTheClip() {
        Clip clip = person(p -> p);
        Random random = new Random(9);
        for (int i = 0; i < clip.landmarks().length / 100; i++) {
            clip.landmarks()[random.nextInt(clip.landmarks().length)] = 300;
        }
        for (int axis = 0; axis < 2; axis++) {
            float[] landmarks = clip.landmarks();
            landmarks[clip.index(3, Skeleton.POSE) + axis] = 0.9f;
        }
        assertThat(notes(clip)).isEmpty();
    }

    @Test
    void zerosAreMissingLandmarks() {
        Clip clip = person(p -> p);
        for (int row = Skeleton.LEFT_HAND; row < Skeleton.POSE; row++) {
            int at = clip.index(2, row);
            Arrays.fill(clip.landmarks(), at, at + 3, 0);
        }
        float[] before = clip.landmarks().clone();
        Clip checked = Plausibility.check(clip, SkeletonRows.ALL);
        assertThat(checked.notes()).containsExactly(ClipNote.ZEROS);
        assertThat(clip.landmarks()).isEqualTo(before);
        for (int t = 0; t < FRAMES; t++) {
            for (int row = 0; row < Skeleton.ROWS; row++) {
                boolean missing = t == 2 && Skeleton.Part.of(row) == Skeleton.Part.LEFT_HAND;
                assertThat(List.of(checked.x(t, row), checked.y(t, row), checked.z(t, row)))
                        .isEqualTo(missing ? List.of(Float.NaN, Float.NaN, Float.NaN)
                                : List.of(clip.x(t, row), clip.y(t, row), clip.z(t, row)));
            }
        }
    }

    @Test
    void aClipOfZerosShowsNothing() {
        Clip clip = new Clip("zeros", new float[3 * Skeleton.ROWS * Skeleton.AXES]);
        Clip checked = Plausibility.check(clip, SkeletonRows.ALL);
        assertThat(checked.notes()).containsExactlyInAnyOrder(ClipNote.ZEROS, ClipNote.NO_HANDS);
        assertThat(checked.landmarks()).containsOnly(Float.NaN);
    }

    @Test
    void handsThatAreNotThereAreToldAndOneHandIsEnough() {
        Clip clip = person(p -> p);
        for (int t = 0; t < FRAMES; t++) {
            Arrays.fill(clip.landmarks(), clip.index(t, Skeleton.RIGHT_HAND),
                    clip.index(t, Skeleton.RIGHT_HAND) + 3 * Skeleton.HAND_ROWS, Float.NaN);
        }
        assertThat(notes(clip)).isEmpty();
        for (int t = 0; t < FRAMES; t++) {
            Arrays.fill(clip.landmarks(), clip.index(t, Skeleton.LEFT_HAND), clip.index(t, Skeleton.POSE), Float.NaN);
        }
        assertThat(notes(clip)).containsExactly(ClipNote.NO_HANDS);
        assertThat(notes(clip.only(SkeletonRows.of(0, 17, 489, 500, 501)))).isEmpty();
    }

    @Test
    void nothingSeenIsNothingToSay() {
        float[] nothing = new float[2 * 4 * Skeleton.AXES];
        Arrays.fill(nothing, Float.NaN);
        assertThat(notes(new Clip("nothing", SkeletonRows.of(0, 17, 489, 500), nothing))).isEmpty();
        assertThat(notes(new Clip("no frames", new float[0]))).containsExactly(ClipNote.NO_HANDS);
    }

    @Test
    void noRealClipIsComplainedOf() throws IOException {
        Path clips = TestClips.shared();
        Assumptions.assumeTrue(Files.isDirectory(clips), "skipped: ../shared/clips is not there");
        List<Path> files = new ArrayList<>(ClipFinder.find(clips));
        try (Stream<Path> words = Files.walk(clips.resolveSibling("words"))) {
            List<Path> all = words.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
            IntStream.range(0, all.size()).filter(i -> i % 10 == 0).mapToObj(all::get).forEach(files::add);
        }
        for (Path file : files) {
            boolean isNoClip = file.endsWith("bad-schema.parquet");
            boolean handless = file.endsWith("webcam-fastparquet.parquet");
            if (!isNoClip) {
                assertThat(notes(ClipReader.read(file))).as(file.toString())
                        .isEqualTo(handless ? Set.of(ClipNote.NO_HANDS) : Set.of());
            }
        }
    }
}
