package islr.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import islr.bench.compare.FramesPeer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/// ONNX Runtime for networks whose only input is `x` [T, columns].
public final class OnnxRuntimeFrames implements FramesPeer {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    @Override
    public String name() {
        return OnnxRuntimePeer.name(environment);
    }

    @Override
    public Session open(Path onnx, int threads) throws IOException {
        return new Open(OnnxRuntimePeer.session(environment, onnx, threads));
    }

    private final class Open implements Session {
        private final OrtSession session;

        private Open(OrtSession session) {
            this.session = session;
        }

        @Override
        public float[] logits(float[] frames, int columns) {
            long[] shape = {frames.length / columns, columns};
            try (OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(frames), shape);
                    OrtSession.Result result = session.run(Map.of("x", x))) {
                return (float[]) result.get(0).getValue();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
