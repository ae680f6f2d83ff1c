package islr.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/// Another engine for networks in ONNX files that take the frames of one clip, a row each. The Maven profile `peers` brings one.
public interface FramesPeer {
    /// "ONNX Runtime 1.29.0".
    String name();

    /// @param threads that work on one call
    Session open(Path onnx, int threads) throws IOException;

    /// A network that is ready.
    interface Session extends AutoCloseable {
        /// @param frames [T, columns]
        /// @return logits [classes]
        float[] logits(float[] frames, int columns);

        @Override
        void close();
    }

    static Optional<FramesPeer> find() {
        return ServiceLoader.load(FramesPeer.class).findFirst();
    }
}
