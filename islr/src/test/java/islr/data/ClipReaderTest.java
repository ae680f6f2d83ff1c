package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import islr.tensor.Parallel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClipReaderTest {

    /// A clip's line in `clip-sums.json`, which `tools/golden/clip_sums.py` writes.
    record Golden(String name, int frames, double[] sum, double[] missing, double[] first, double[] last, long crc32) {

        static Golden of(String line) {
            Matcher name = Pattern.compile("\"([^\"]+)\": \\{").matcher(line);
            assertThat(name.find()).as(line).isTrue();
            return new Golden(name.group(1), (int) numbers(line, "frames")[0], numbers(line, "sum"),
                    numbers(line, "missing"), numbers(line, "first"), numbers(line, "last"),
                    (long) numbers(line, "crc32")[0]);
        }

        private static double[] numbers(String line, String key) {
            Matcher value = Pattern.compile("\"" + key + "\": \\[?([-+.e0-9, ]+)").matcher(line);
            assertThat(value.find()).as(key).isTrue();
            return Arrays.stream(value.group(1).split(", ?")).filter(s -> !s.isBlank()).mapToDouble(Double::parseDouble)
                    .toArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Golden> goldens() throws IOException {
        return Files.readAllLines(TestClips.resource("clip-sums.json")).stream().filter(line -> line.contains("frames"))
                .map(Golden::of);
    }

    static Stream<String> fixtures() throws IOException {
        try (Stream<Path> files = Files.list(TestClips.resource("fixtures"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".parquet")).sorted()
                    .toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aRealClipIsReadAsPyarrowReadsIt(Golden golden) throws IOException {
        Path file = TestClips.shared().resolve(golden.name + ".parquet");
        assumeTrue(Files.exists(file), "skipped: there is no " + file);
        Clip clip = ClipReader.read(file);
        assertThat(clip.name()).isEqualTo(file.toString());
        assertThat(clip.frames()).isEqualTo(golden.frames);
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            double[] values = TestClips.axis(clip, axis);
            double[] present = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
            // Added one after the other, because a stream's sum corrects for rounding.
            double sum = 0;
            for (double value : present) {
                sum += value;
            }
            assertThat(sum).isEqualTo(golden.sum[axis]);
            assertThat(values.length - present.length).isEqualTo((int) golden.missing[axis]);
            assertThat(present[0]).isEqualTo(golden.first[axis]);
            assertThat(present[present.length - 1]).isEqualTo(golden.last[axis]);
        }
        assertThat(TestClips.crc32(clip.landmarks())).isEqualTo(golden.crc32);
    }

    @Test
    void theGoldensAreThreeLabelledClipsAndTwoWebcamCaptures() throws IOException {
        assertThat(goldens().map(Golden::name)).containsExactly("100015657", "1014384002", "239181", "webcam-arrow17",
                "webcam-fastparquet");
    }

    @Test
    void aTableThatIsNoClipIsRefusedByNameAndReason() {
        Path file = TestClips.shared().resolve("bad-schema.parquet");
        assumeTrue(Files.exists(file), "skipped: there is no " + file);
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file)).withMessage(
                file + ": no column z among its columns (frame, row-id, type, landmark_index, x, y), and 49,896 rows "
                        + "are not a " + "multiple of 543 landmarks; is this an asl-signs clip?");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyFormOfAClipIsReadExactly(String fixture) throws IOException {
        Clip clip = ClipReader.read(TestClips.resource("fixtures/" + fixture));
        assertThat(clip.frames()).isEqualTo(TestClips.FRAMES);
        assertThat(clip.landmarks()).isEqualTo(TestClips.landmarks());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void severalThreadsReadTheColumnsOfOneClip(String fixture) throws IOException {
        try (Parallel parallel = Parallel.threads(3)) {
            for (int i = 0; i < 5; i++) {
                assertThat(ClipReader.read(TestClips.resource("fixtures/" + fixture), parallel).landmarks())
                        .isEqualTo(TestClips.landmarks());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyFormOfAClipIsReadExactlyIfOnlySomeLandmarksAreWanted(String fixture) throws IOException {
        SkeletonRows rows = SkeletonRows.of(542, 0, 7, 488, 489, 61, 500);
        try (Parallel parallel = Parallel.threads(3)) {
            Clip clip = ClipReader.read(TestClips.resource("fixtures/" + fixture), rows, parallel);
            assertThat(clip.frames()).isEqualTo(TestClips.FRAMES);
            assertThat(clip.landmarks()).isEqualTo(TestClips.landmarks(rows));
        }
    }

    @Test
    void severalThreadsRefuseAClipForTheSameReasonAsOne() throws IOException {
        try (Parallel parallel = Parallel.threads(3);
                Stream<Path> files = Files.list(TestClips.resource("fixtures/refused"))) {
            for (Path file : files.toList()) {
                ClipException alone = assertThrows(ClipException.class, () -> ClipReader.read(file));
                for (int i = 0; i < 5; i++) {
                    assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file, parallel))
                            .withMessage(alone.getMessage());
                }
            }
        }
    }

    @Test
    void aClipTakesLittleMoreMemoryThanItsLandmarks() throws IOException {
        Path file = TestClips.shared().resolve("100015657.parquet");
        assumeTrue(Files.exists(file), "skipped: there is no " + file);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int landmarks = 0;
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            landmarks = 4 * ClipReader.read(file).landmarks().length;
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        // The rest is for the footer and its strings.
        assertThat(least).isBetween((long) landmarks, landmarks + 150_000L);
    }

    @Test
    void severalThreadsReadAtOnce() throws Exception {
        Path file = TestClips.resource("fixtures/zstd-strongest-v2-pages.parquet");
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Callable<Clip>> tasks = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                tasks.add(() -> ClipReader.read(file));
            }
            for (Future<Clip> read : pool.invokeAll(tasks)) {
                assertThat(read.get().landmarks()).isEqualTo(TestClips.landmarks());
            }
        }
    }

    @Test
    void aClipKnowsWhereItsLandmarksStand() {
        var clip = new Clip("made up", TestClips.landmarks());
        assertThat(clip.x(1, 542)).isEqualTo(TestClips.value(1, 542, 0));
        assertThat(clip.y(0, 3)).isEqualTo(TestClips.value(0, 3, 1));
        assertThat(clip.z(1, 470)).isNaN();
        assertThat(clip.index(1, 2)).isEqualTo((543 + 2) * 3);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Clip("short", new float[1630]))
                .withMessage("clip 'short': 1630 values are not a multiple of 543 landmarks of 3 coordinates (1629)");
    }

    @Test
    void aClipOfSomeLandmarksKnowsWhichItHas() {
        SkeletonRows rows = SkeletonRows.of(542, 3, 471, 3);
        var clip = new Clip("some", rows, TestClips.landmarks(rows));
        assertThat(clip.x(1, 542)).isEqualTo(TestClips.value(1, 542, 0));
        assertThat(clip.y(0, 3)).isEqualTo(TestClips.value(0, 3, 1));
        assertThat(clip.only(rows)).isSameAs(clip);
        assertThat(clip.only(SkeletonRows.of(471)).z(0, 471)).isEqualTo(TestClips.value(0, 471, 2));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> clip.only(SkeletonRows.ALL));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> clip.x(0, 470))
                .withMessage("some: this clip was read without landmark left_hand 2");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> SkeletonRows.of(3, 543))
                .withMessage("rows of a skeleton: [3, 543] must be one or more of 0 to 542");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(SkeletonRows::of);
    }
}
