package islr.bench.compare;

import islr.data.Clip;
import islr.data.ClipReader;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Twelve real clips with hands, of 11 to 233 frames, from the project's data.
final class RealClips {
    private static final List<String> FILES = List.of("goldens/inputs/awake.npy", "goldens/inputs/cam_33.npy",
            "goldens/inputs/cam_apple.npy", "goldens/inputs/cloud.npy", "goldens/inputs/if.npy",
            "goldens/inputs/tree.npy", "clips/100015657.parquet", "clips/1014384002.parquet", "clips/239181.parquet",
            "clips/webcam-arrow17.parquet", "goldens/sixth-place/clips/green_6.safetensors",
            "goldens/sixth-place/clips/webcam_101.safetensors");
    /// Where a NumPy file says how long the rest of its header is, and where that begins.
    private static final int HEADER_LENGTH = 8;
    private static final int HEADER = 10;

    private RealClips() {}

    /// @param shared the folder of the project's data
    static List<Clip> read(Path shared) throws IOException {
        List<Clip> clips = new ArrayList<>();
        for (String name : FILES) {
            Path file = shared.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new IOException(file + " is not there; name the project's data with --shared FOLDER");
            }
            clips.add(name.endsWith("npy") ? new Clip(name, npy(file)) : name.endsWith("parquet")
                    ? ClipReader.read(file) : new Clip(name, Safetensors.read(file).tensors().get("raw").toArray()));
        }
        return clips;
    }

    private static float[] npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(HEADER + bytes.getShort(HEADER_LENGTH));
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }
}
