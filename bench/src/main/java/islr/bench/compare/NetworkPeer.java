package islr.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/// Another engine for networks in ONNX files. The Maven profile `peers` brings one.
public interface NetworkPeer {
    /// "ONNX Runtime 1.29.0".
    String name();

    /// @param threads that work on one call
    Session open(Path onnx, int threads) throws IOException;

    /// A network that is ready.
    interface Session extends AutoCloseable {
        /// @param frames [1, S, C, 3]
        /// @param index [1, S]
        /// @return logits [classes]
        float[] logits(float[] frames, float[] index, int columns);

        @Override
        void close();
    }

    static Optional<NetworkPeer> find() {
        return ServiceLoader.load(NetworkPeer.class).findFirst();
    }
}
