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

    /// What a network takes.
    ///
    /// @param name as in the file; engines that know no names go by the order
    record Input(String name, float[] values, long... shape) {}

    /// A network that is ready.
    interface Session extends AutoCloseable {
        /// @return logits [classes] of one clip
        float[] logits(Input... inputs);

        @Override
        void close();
    }

    /// The engine for a format; empty if this build has none.
    static Optional<NetworkPeer> find(Format format) {
        return ServiceLoader.load(NetworkPeer.class).stream().map(ServiceLoader.Provider::get)
                .filter(peer -> peer.reads() == format).findFirst();
    }
}
