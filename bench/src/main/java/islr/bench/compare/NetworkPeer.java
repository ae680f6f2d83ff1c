package islr.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/// Another engine for networks in files. The Maven profile `peers` brings one for each format.
public interface NetworkPeer {
    /// Of the file that holds the network.
    enum Format {
        ONNX, TORCHSCRIPT
    }

    /// "ONNX Runtime 1.29.0".
    String name();

    Format reads();

    /// @param threads that work on one call
    Session open(Path network, int threads) throws IOException;

    /// A network that is ready.
    interface Session extends AutoCloseable {
        /// @param frames [1, S, C, 3]
        /// @param index [1, S]
        /// @return logits [classes]
        float[] logits(float[] frames, float[] index, int columns);

        @Override
        void close();
    }

    /// The engine for a format; empty if this build has none.
    static Optional<NetworkPeer> find(Format format) {
        return ServiceLoader.load(NetworkPeer.class).stream().map(ServiceLoader.Provider::get).filter(peer -> peer.reads() == format)
                .findFirst();
    }
}
