package io.tidewatch.distribution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instructions of a Dockerfile's last stage, as far as our own Dockerfile uses them.
 *
 * @param copies where each directory of the build stage goes
 * @param preparations the commands of its RUN instructions, in order
 * @param mounts what is there only while they run: each directory of the build stage, and where
 * @param environment of the container
 * @param entrypoint exec form
 * @param command exec form
 * @param healthCheck exec form
 */
record FinalStage(
        Map<String, String> copies,
        List<String> preparations,
        Map<String, String> mounts,
        Map<String, String> environment,
        String user,
        List<String> entrypoint,
        List<String> command,
        List<String> healthCheck) {
    private static final Pattern COPY = Pattern.compile("--from=build (?:--\\S+ )*(\\S+) (\\S+)");
    private static final Pattern MOUNT = Pattern.compile("--mount=type=bind,from=build,source=(\\S+),target=(\\S+) *");
    private static final Pattern HEALTH_CHECK = Pattern.compile("(?:--\\S+ )*CMD (.*)");

    static FinalStage parse(String dockerfile) throws JsonProcessingException {
        String joined = dockerfile.replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
        String stage = joined.substring(joined.lastIndexOf("FROM "));
        Map<String, String> copies = new LinkedHashMap<>();
        for (String copy : values(stage, "COPY")) {
            Matcher matcher = matching(COPY, copy);
            copies.put(matcher.group(1), matcher.group(2));
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (String assignment : single(stage, "ENV").split(" +", -1)) {
            String[] pair = assignment.split("=", 2);
            environment.put(pair[0], pair[1]);
        }
        List<String> preparations = new ArrayList<>();
        Map<String, String> mounts = new LinkedHashMap<>();
        for (String run : values(stage, "RUN")) {
            Matcher mount = MOUNT.matcher(run);
            while (mount.find()) {
                mounts.put(mount.group(1), mount.group(2));
            }
            preparations.addAll(List.of(mount.replaceAll("").split(" *&& *", -1)));
        }
        return new FinalStage(
                copies,
                preparations,
                mounts,
                environment,
                single(stage, "USER"),
                exec(single(stage, "ENTRYPOINT")),
                exec(single(stage, "CMD")),
                exec(matching(HEALTH_CHECK, single(stage, "HEALTHCHECK")).group(1)));
    }

    private static List<String> values(String stage, String instruction) {
        List<String> values = new ArrayList<>();
        stage.lines()
                .filter(line -> line.startsWith(instruction + " "))
                .forEach(line -> values.add(line.substring(instruction.length() + 1)));
        return values;
    }

    private static String single(String stage, String instruction) {
        List<String> values = values(stage, instruction);
        if (values.size() != 1) {
            throw new IllegalArgumentException(values.size() + " times " + instruction + " in the last stage");
        }
        return values.get(0);
    }

    private static Matcher matching(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form " + pattern);
        }
        return matcher;
    }

    private static List<String> exec(String json) throws JsonProcessingException {
        return List.of(new ObjectMapper().readValue(json, String[].class));
    }
}
