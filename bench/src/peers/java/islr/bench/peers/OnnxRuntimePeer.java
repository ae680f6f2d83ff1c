package islr.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import islr.bench.compare.NetworkPeer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/// ONNX Runtime on the CPU, with all its optimisations of the graph.
public final class OnnxRuntimePeer implements NetworkPeer {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    @Override
    public String name() {
        return name(environment);
    }

    @Override
    public Format reads() {
        return Format.ONNX;
    }

    @Override
    public Session open(Path onnx, int threads) throws IOException {
        return new Open(session(environment, onnx, threads));
    }

    static String name(OrtEnvironment environment) {
        return "ONNX Runtime " + environment.getVersion();
    }

    static OrtSession session(OrtEnvironment environment, Path onnx, int threads) throws IOException {
        try {
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return environment.createSession(onnx.toString(), options);
        } catch (OrtException e) {
            throw new IOException(onnx + ": " + e.getMessage(), e);
        }
    }

    private final class Open implements Session {
        private final OrtSession session;

        private Open(OrtSession session) {
            this.session = session;
        }

        @Override
        public float[] logits(float[] frames, float[] index, int columns) {
            try (OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(frames), new long[] {1, index.length, columns, 3});
                    OnnxTensor i = OnnxTensor.createTensor(environment, FloatBuffer.wrap(index), new long[] {1, index.length});
                    OrtSession.Result result = session.run(Map.of("frames", x, "index", i))) {
                return ((float[][]) result.get(0).getValue())[0];
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
