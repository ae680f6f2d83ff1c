package islr.system.fingerspelling;

import islr.golden.Close;
import islr.nn.train.AdamW;
import islr.nn.train.Clipping;
import islr.nn.train.ParameterGroup;
import islr.system.Settings;
import islr.system.Training;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.weights.SafetensorsFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/// The optimiser with clipping and schedule against the original's, from gradients that are given.
class GoldenSpellingOptimizerTest {
    @Test
    void tenStepsByGivenGradientsAreTheOriginals() throws Exception {
        SafetensorsFile golden = SpellingGoldens.open("optimizer.safetensors");
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            Tensor start = golden.tensor("p" + i + ".start");
            parameters.put("p" + i, Tensor.of(start.shape(), start.toArray()).parameter());
        }
        AdamW optimizer = new AdamW(List.of(ParameterGroup.all(parameters, 0.08)),
                AdamW.Options.DEFAULT.with(Clipping.all(4)));
        // Warm-up of 3 steps, 12 in all, as 4 epochs of 3 steps.
        Settings settings = Settings.defaults(Fingerspelling.settings()).with("epochs", "4").with("warm_up", "1");
        float[] rates = golden.tensor("lr_used").toArray();
        for (int step = 0; step < 10; step++) {
            double rate = Training.rates(settings, 3).at(step);
            Close.absolute("rate of step " + step, new float[] {(float) rate}, new float[] {rates[step]}, 1e-9);
            SequencedMap<String, Tensor> gradients = new LinkedHashMap<>();
            for (String name : parameters.keySet()) {
                gradients.put(name, golden.tensor(name + ".grad" + step));
            }
            optimizer.step(Compute.cpu(), gradients, rate);
            for (var each : parameters.entrySet()) {
                Close.absolute(each.getKey() + " after step " + step, each.getValue().toArray(),
                        golden.tensor(each.getKey() + ".after" + step).toArray(), 1e-6);
            }
        }
    }
}
