package islr.data;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Where the tests find clips, and the clip of two frames that `tools/golden/clip_fixtures.py` writes.
final class TestClips {

    static final int FRAMES = 2;

    private TestClips() {}

    /// The value of a fixture: exact in half precision; the left hand is missing in frame 1.
    static float value(int frame, int row, int axis) {
        boolean missing = frame == 1 && Skeleton.Part.of(row) == Skeleton.Part.LEFT_HAND;
        return missing ? Float.NaN : (3 * row + axis + 7 * frame) % 2048 / 1024f;
    }

    /// The landmarks of some rows of every fixture.
    static float[] landmarks(SkeletonRows rows) {
        return some(landmarks(), rows);
    }

    /// The landmarks of some rows, out of all landmarks.
    static float[] some(float[] landmarks, SkeletonRows rows) {
        float[] some = new float[landmarks.length / Skeleton.ROWS * rows.count()];
        int at = 0;
        for (int i = 0; i < landmarks.length; i++) {
            if (rows.place(i / Skeleton.AXES % Skeleton.ROWS) >= 0) {
                some[at++] = landmarks[i];
            }
        }
        return some;
    }

    /// The landmarks `[2, 543, 3]` of every fixture.
    static float[] landmarks() {
        float[] landmarks = new float[FRAMES * Skeleton.ROWS * Skeleton.AXES];
        for (int i = 0; i < landmarks.length; i++) {
            int place = i / Skeleton.AXES;
            landmarks[i] = value(place / Skeleton.ROWS, place % Skeleton.ROWS, i % Skeleton.AXES);
        }
        return landmarks;
    }

    /// A file or folder among the test's resources.
    static Path resource(String name) {
        URL url = TestClips.class.getResource(name);
        if (url == null) {
            throw new AssertionError("the test resource '%s' is missing".formatted(name));
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /// The real clips, beside the repository; the folder may be absent.
    static Path shared() {
        String root = System.getProperty("islr.root");
        Path at = Path.of(root == null ? "" : root).toAbsolutePath();
        while (root == null && at.getParent() != null && !Files.isDirectory(at.resolve(".mvn"))) {
            at = at.getParent();
        }
        return at.resolveSibling("shared").resolve("clips");
    }

    /// CRC-32 of the floats' bits, little-endian, with the same bits for every NaN.
    static long crc32(float[] values) {
        byte[] bytes = new byte[values.length * 4];
        for (int i = 0; i < values.length; i++) {
            int bits = Float.floatToIntBits(values[i]);
            for (int k = 0; k < 4; k++) {
                bytes[4 * i + k] = (byte) (bits >>> 8 * k);
            }
        }
        var crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /// All values of one axis.
    static double[] axis(Clip clip, int axis) {
        float[] landmarks = clip.landmarks();
        double[] values = new double[landmarks.length / Skeleton.AXES];
        Arrays.setAll(values, i -> landmarks[i * Skeleton.AXES + axis]);
        return values;
    }
}
