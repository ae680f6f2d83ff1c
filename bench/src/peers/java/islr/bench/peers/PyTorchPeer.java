package islr.bench.peers;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import islr.bench.compare.NetworkPeer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// PyTorch on the CPU, called through DJL. Its native library is in the jar and is unpacked once: to `bench/target/djl`
/// if the program runs in the repository's root, otherwise to the folder that DJL chooses. Nothing is downloaded, and
/// DJL's usage tracking is off.
public final class PyTorchPeer implements NetworkPeer {
    private static final Path TARGET = Path.of("bench/target");

    /// Made when it is first needed, because that loads 450 MB of native code.
    private Engine engine;

    private Engine engine() {
        if (engine == null) {
            if (Files.isDirectory(TARGET)) {
                System.setProperty("DJL_CACHE_DIR", TARGET.resolve("djl").toAbsolutePath().toString());
            }
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("OPT_OUT_TRACKING", "true");
            System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
            engine = Engine.getEngine("PyTorch");
        }
        return engine;
    }

    @Override
    public String name() {
        return "PyTorch " + engine().getVersion() + " through DJL";
    }

    @Override
    public Format reads() {
        return Format.TORCHSCRIPT;
    }

    @Override
    public Session open(Path network, int threads) throws IOException {
        try {
            engine();
        } catch (EngineException | IllegalStateException | LinkageError e) {
            // The profile has only the library for Linux on x86.
            throw new IOException("no native library for this machine: " + e.getMessage(), e);
        }
        try {
            // This applies to the whole process, so only one session at a time is measured.
            JniUtils.setNumThreads(threads);
            Model model = Model.newInstance(network.getFileName().toString(), "PyTorch");
            model.load(network.getParent(), network.getFileName().toString());
            return new Open(model);
        } catch (MalformedModelException | EngineException e) {
            throw new IOException(network + ": " + e.getMessage(), e);
        }
    }

    private static final class Open implements Session {
        private final Model model;
        private final Predictor<NDList, NDList> predictor;

        private Open(Model model) {
            this.model = model;
            predictor = model.newPredictor(new NoopTranslator());
        }

        @Override
        public float[] logits(Input... inputs) {
            try (NDManager manager = model.getNDManager().newSubManager()) {
                NDList operands = new NDList();
                for (Input input : inputs) {
                    operands.add(manager.create(FloatBuffer.wrap(input.values()), new Shape(input.shape())));
                }
                NDList result = predictor.predict(operands);
                result.attach(manager);
                return result.singletonOrThrow().toFloatArray();
            } catch (TranslateException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            predictor.close();
            model.close();
        }
    }
}
