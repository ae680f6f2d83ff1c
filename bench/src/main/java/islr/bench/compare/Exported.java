package islr.bench.compare;

import islr.data.Clip;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A system as another engine gets it: its network in files, and what the network takes of a clip.
interface Exported {
    /// Usually one.
    List<OnnxGraph> graphs() throws WeightsException;

    /// A clip as the inputs of the graphs, one graph's behind the other's. Made beforehand: no time of anybody's
    /// includes it.
    NetworkPeer.Input[] inputs(Clip clip);

    /// @param files those of the graphs
    default NetworkPeer.Session open(NetworkPeer peer, List<Path> files, int threads) throws IOException {
        return peer.open(files.getFirst(), threads);
    }
}
