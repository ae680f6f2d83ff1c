package islr.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import islr.bench.compare.NetworkPeer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// ONNX Runtime on the CPU, with all its optimisations of the graph.
public final class OnnxRuntimePeer implements NetworkPeer {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion();
    }

    @Override
    public Format reads() {
        return Format.ONNX;
    }

    @Override
    public Session open(Path onnx, int threads) throws IOException {
        try {
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return new Open(environment.createSession(onnx.toString(), options));
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
        public float[] logits(Input... inputs) {
            Map<String, OnnxTensor> named = new HashMap<>();
            try {
                for (Input input : inputs) {
                    named.put(input.name(),
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.values()), input.shape()));
                }
                try (OrtSession.Result result = session.run(named)) {
                    FloatBuffer numbers = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    float[] logits = new float[numbers.remaining()];
                    numbers.get(logits);
                    return logits;
                }
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            } finally {
                named.values().forEach(OnnxTensor::close);
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
