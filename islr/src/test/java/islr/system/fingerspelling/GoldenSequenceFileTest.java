package islr.system.fingerspelling;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.SequenceFile;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.tensor.Parallel;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The wide file of the goldens' data set, read and prepared as by the original.
class GoldenSequenceFileTest {
    private static final String FILE = "dataset/train_landmarks/5414471.parquet";
    private static final SkeletonRows ROWS = SkeletonRows.of(SpellingPoints.skeletonRows());

    @Test
    void columnsAndSamplesAreThoseOfTheOriginal() throws IOException {
        try (SequenceFile file = SequenceFile.open(SpellingGoldens.folder().resolve(FILE));
                SafetensorsFile columns = SpellingGoldens.open("dataset/expected_npy.safetensors");
                SafetensorsFile processed = SpellingGoldens.open("dataset/expected_preprocess.safetensors");
                Parallel two = Parallel.threads(2)) {
            SpellingFeatures features = new SpellingFeatures(Integer.MAX_VALUE, Fit.NEAREST);
            List<Clip> clips = file.read(file.sequences(), ROWS, two);
            assertThat(clips).hasSize(3).hasSameSizeAs(columns.entries().keySet());
            for (int i = 0; i < clips.size(); i++) {
                String id = Long.toString(file.sequences().get(i).id());
                String name = columns.entries().keySet().stream().filter(key -> key.contains(id)).findFirst()
                        .orElseThrow();
                assertThat(inColumns(clips.get(i))).as(name).isEqualTo(columns.tensor(name).toArray());
                float[] sample = features.of(clips.get(i)).values().toArray();
                String key = processed.entries().keySet().stream().filter(each -> each.contains(id)).findFirst()
                        .orElseThrow();
                float[] expected = processed.tensor(key).toArray();
                assertThat(sample).hasSameSizeAs(expected);
                for (int j = 0; j < expected.length; j++) {
                    double near = 2e-6 * Math.abs(expected[j]) + 1e-6;
                    assertThat(Math.abs(sample[j] - expected[j])).as(key + " " + j).isLessThanOrEqualTo((float) near);
                }
            }
        }
    }

    /// x of all points, then y, then z.
    private static float[] inColumns(Clip clip) {
        int[] rows = SpellingPoints.skeletonRows();
        float[] columns = new float[clip.frames() * SpellingFeatures.WIDTH];
        int at = 0;
        for (int frame = 0; frame < clip.frames(); frame++) {
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                for (int row : rows) {
                    columns[at++] = clip.landmarks()[clip.index(frame, row) + axis];
                }
            }
        }
        return columns;
    }
}
