package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.ClipReader;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.golden.Goldens;
import islr.recognize.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MirrorTest {
    /// Partners on the face that everybody knows who draws with its mesh: corners of the mouth outside and inside, of
    /// the eyes outside and inside, middles of eyelids, brows, nostrils, cheeks, temples, jaw.
    private static final int[][] FACE = {{61, 291}, {78, 308}, {62, 292}, {37, 267}, {40, 270}, {185, 409}, {84, 314},
        {146, 375}, {191, 415}, {95, 324}, {33, 263}, {133, 362}, {159, 386}, {145, 374}, {70, 300}, {105, 334},
        {98, 327}, {50, 280}, {234, 454}, {172, 397}, {127, 356}};
    /// Forehead, bridge and tip of the nose, lips outside and inside, chin.
    private static final int[] MIDDLE = {10, 151, 9, 168, 6, 4, 1, 0, 13, 14, 17, 152};
    private static final int[][] POSE = {{1, 4}, {2, 5}, {3, 6}, {7, 8}, {9, 10}, {11, 12}, {13, 14}, {15, 16},
        {17, 18}, {19, 20}, {21, 22}, {23, 24}, {25, 26}, {27, 28}, {29, 30}, {31, 32}};

    @Test
    void thePartnerOfThePartnerIsTheLandmarkItself() {
        int[] all = IntStream.range(0, Skeleton.ROWS).toArray();
        assertThat(Mirror.partners(Mirror.partners(all))).isEqualTo(all);
        assertThat(Arrays.stream(all).map(Mirror::partner).toArray()).isEqualTo(Mirror.partners(all));
    }

    @Test
    void handsChangePlacesFaceAndPoseStayThemselves() {
        for (int row = 0; row < Skeleton.ROWS; row++) {
            Skeleton.Part part = Skeleton.Part.of(row);
            Skeleton.Part expected = switch (part) {
                case LEFT_HAND -> Skeleton.Part.RIGHT_HAND;
                case RIGHT_HAND -> Skeleton.Part.LEFT_HAND;
                case FACE, POSE -> part;
            };
            assertThat(Skeleton.Part.of(Mirror.partner(row))).as(Skeleton.name(row)).isEqualTo(expected);
        }
        for (int i = 0; i < Skeleton.HAND_ROWS; i++) {
            assertThat(Mirror.partner(Skeleton.LEFT_HAND + i)).isEqualTo(Skeleton.RIGHT_HAND + i);
        }
    }

    @Test
    void partnersAreThoseThatAreKnown() {
        for (int[] pair : FACE) {
            assertThat(Mirror.partner(pair[0])).as("face %d", pair[0]).isEqualTo(pair[1]);
        }
        for (int[] pair : POSE) {
            assertThat(Mirror.partner(Skeleton.POSE + pair[0])).as("pose %d", pair[0])
                    .isEqualTo(Skeleton.POSE + pair[1]);
        }
        for (int row : MIDDLE) {
            assertThat(Mirror.partner(row)).isEqualTo(row);
        }
        assertThat(Mirror.partner(Skeleton.POSE)).as("nose").isEqualTo(Skeleton.POSE);
        assertThat(IntStream.range(0, Skeleton.FACE_ROWS).filter(row -> Mirror.partner(row) == row)).hasSize(28);
        assertThat(Mirror.partners(LandmarkSets.lips())).containsExactlyInAnyOrder(LandmarkSets.lips());
        assertThat(Mirror.partners(LandmarkSets.headAndArms())).containsExactlyInAnyOrder(LandmarkSets.headAndArms());
        assertThat(Mirror.partners(LandmarkSets.leftArm())).isEqualTo(LandmarkSets.rightArm());
    }

    @Test
    void everyLandmarkIsReflectedToThePlaceOfItsPartner() {
        Clip clip = TestModels.clip("clip", 4, 1);
        Clip mirrored = Mirror.of(clip);
        assertThat(mirrored.frames()).isEqualTo(4);
        for (int t = 0; t < 4; t++) {
            for (int row = 0; row < Skeleton.ROWS; row++) {
                int partner = Mirror.partner(row);
                float[] there = {mirrored.x(t, partner), mirrored.y(t, partner), mirrored.z(t, partner)};
                assertThat(there).containsExactly(1 - clip.x(t, row), clip.y(t, row), clip.z(t, row));
            }
        }
    }

    @Test
    void twiceMirroredIsTheSameClip() {
        Clip clip = TestModels.clip("clip", 5, 2);
        float[] before = clip.landmarks().clone();
        assertThat(Mirror.of(Mirror.of(clip)).landmarks()).containsExactly(before, within(1e-7f));
        assertThat(clip.landmarks()).as("the clip itself").isEqualTo(before);
    }

    @Test
    void aClipOfSomeLandmarksBecomesOneOfTheirPartners() {
        SkeletonRows some = SkeletonRows.of(61, 13, Skeleton.LEFT_HAND + 4, Skeleton.POSE + 12);
        Clip clip = TestModels.clip("clip", 3, 3);
        Clip mirrored = Mirror.of(clip.only(some));
        assertThat(mirrored.rows().toArray()).containsExactly(13, 291, Skeleton.POSE + 11, Skeleton.RIGHT_HAND + 4);
        assertThat(mirrored.landmarks()).isEqualTo(Mirror.of(clip).only(mirrored.rows()).landmarks());
    }

    /// An affine map that takes every point of a face to where its partner is, as well as there is one, is the
    /// reflection, whichever way the head is turned. Where it takes a point, the partner is nearer than all other
    /// points: nearly always, as some are less than a millimetre apart, and otherwise the second or third.
    @Test
    void partnersAreThoseOfRealFaces() throws IOException {
        Path clips = Goldens.shared().resolve("clips");
        double[][] distances = new double[Skeleton.FACE_ROWS][Skeleton.FACE_ROWS];
        for (String name : List.of("100015657", "1014384002", "239181", "webcam-arrow17")) {
            Clip clip = ClipReader.read(clips.resolve(name + ".parquet"));
            double[][][] faces = IntStream.range(0, clip.frames()).mapToObj(t -> face(clip, t))
                    .filter(face -> !Double.isNaN(face[0][0])).limit(20).toArray(double[][][]::new);
            assertThat(faces).isNotEmpty();
            for (double[][] face : faces) {
                add(face, distances, 1.0 / faces.length);
            }
        }
        int nearest = 0;
        for (int i = 0; i < distances.length; i++) {
            double own = distances[i][Mirror.partner(i)];
            long nearer = Arrays.stream(distances[i]).filter(other -> other < own).count();
            assertThat(nearer).as("points that are nearer to the reflection of %d than %d", i, Mirror.partner(i))
                    .isLessThanOrEqualTo(2);
            nearest += nearer == 0 ? 1 : 0;
        }
        assertThat(nearest).isGreaterThan(450);
    }

    /// `[468, 4]`: x, y, z, 1.
    private static double[][] face(Clip clip, int frame) {
        return IntStream.range(0, Skeleton.FACE_ROWS)
                .mapToObj(row -> new double[] {clip.x(frame, row), clip.y(frame, row), clip.z(frame, row), 1})
                .toArray(double[][]::new);
    }

    /// Adds how far the reflection of each point is from every point, in distances of the eyes.
    private static void add(double[][] face, double[][] distances, double weight) {
        double[][] map = leastSquares(face);
        double eyes = distance(face[33], face[263]);
        for (int i = 0; i < face.length; i++) {
            double[] reflected = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                for (int k = 0; k < 4; k++) {
                    reflected[axis] += face[i][k] * map[k][axis];
                }
            }
            for (int j = 0; j < face.length; j++) {
                distances[i][j] += weight * distance(reflected, face[j]) / eyes;
            }
        }
    }

    private static double distance(double[] a, double[] b) {
        double x = a[0] - b[0];
        double y = a[1] - b[1];
        double z = a[2] - b[2];
        return Math.sqrt(x * x + y * y + z * z);
    }

    /// The map `[4, 3]` that takes points nearest to their partners: XᵀX·map = Xᵀ·partners, by elimination.
    private static double[][] leastSquares(double[][] face) {
        double[][] system = new double[4][7];
        for (int i = 0; i < face.length; i++) {
            for (int row = 0; row < 4; row++) {
                for (int column = 0; column < 7; column++) {
                    system[row][column] += face[i][row]
                            * (column < 4 ? face[i][column] : face[Mirror.partner(i)][column - 4]);
                }
            }
        }
        for (int pivot = 0; pivot < 4; pivot++) {
            for (int row = 0; row < 4; row++) {
                double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
                for (int column = pivot; column < 7; column++) {
                    system[row][column] -= factor * system[pivot][column];
                }
            }
        }
        double[][] map = new double[4][3];
        for (int row = 0; row < 4; row++) {
            for (int axis = 0; axis < 3; axis++) {
                map[row][axis] = system[row][4 + axis] / system[row][row];
            }
        }
        return map;
    }
}
