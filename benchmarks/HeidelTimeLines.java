// Reads lines of a date and a text in base64, and gives the text with HeidelTime's marks in base64, in one process.
// The last line is CPU seconds of the process, all threads, since HeidelTime was loaded and had read the first text once.
// java -cp de.unihd.dbs.heideltime.standalone.jar HeidelTimeLines.java CONFIG NEWS|NARRATIVES < lines
import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

public class HeidelTimeLines {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        HeidelTimeStandalone heidelTime = new HeidelTimeStandalone(
            Language.ENGLISH, DocumentType.valueOf(arguments[1]), OutputType.TIMEML, arguments[0], POSTagger.NO);
        List<String> lines = new BufferedReader(new InputStreamReader(System.in)).lines().collect(Collectors.toList());
        mark(heidelTime, lines.get(0));
        long before = cpu();
        for (String line : lines) {
            byte[] marked = mark(heidelTime, line).getBytes(StandardCharsets.UTF_8);
            out.println(Base64.getEncoder().encodeToString(marked));
        }
        out.println((cpu() - before) / 1e9);
    }

    private static String mark(HeidelTimeStandalone heidelTime, String line) throws Exception {
        String[] parts = line.split(" ");
        String text = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return heidelTime.process(text, new SimpleDateFormat("yyyy-MM-dd").parse(parts[0]));
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    }
}
