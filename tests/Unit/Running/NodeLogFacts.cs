using System.Text.Json;
using Ledger.Node.Running;

namespace Ledger.Tests.Unit.Running;

public sealed class NodeLogFacts
{
    [Fact]
    public void A_line_is_an_object_with_time_level_event_validator_and_fields()
    {
        StringWriter output = new();
        using (NodeLog log = new("sz-1", output: output))
        {
            log.Warn("stall.began", ("height", 7UL), ("peer", "sg-1"), ("text", "line\nbreak \"quoted\""));
        }

        JsonElement line = JsonDocument.Parse(Assert.Single(Lines(output))).RootElement;
        Assert.Equal(["time", "level", "event", "validator", "height", "peer", "text"], line.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ("warn", "stall.began", "sz-1", 7), (line.GetProperty("level").GetString(), line.GetProperty("event").GetString(),
                line.GetProperty("validator").GetString(), line.GetProperty("height").GetInt32()));
    }

    [Fact]
    public void The_text_form_is_one_line_for_people()
    {
        StringWriter output = new();
        using (NodeLog log = new("sz-1", form: LogForm.Text, output: output))
        {
            log.Info("peer.connected", ("peer", "sg-1"), ("text", "two words\nand a line"));
        }

        Assert.Matches("^2.*Z info  sz-1 peer.connected peer=sg-1 text=\"two words\\\\nand a line\"$", Assert.Single(Lines(output)));
    }

    [Fact]
    public void A_level_hides_what_is_below_it_and_can_be_changed()
    {
        StringWriter output = new();
        using (NodeLog log = new("sz-1", LogLevel.Warn, output: output))
        {
            log.Info("hidden");
            log.Warn("seen");
            log.Level = LogLevel.Debug;
            log.Debug("seen.too");
        }

        Assert.Equal(2, Lines(output).Length);
    }

    [Fact]
    public void A_name_that_repeats_is_counted_and_told_with_its_next_line_and_errors_always_are_written()
    {
        StringWriter output = new();
        long now = 0;
        using (NodeLog log = new("sz-1", output: output, nowMs: () => now))
        {
            for (int i = 0; i < NodeLog.Burst + 500; i++)
            {
                log.Warn("peer.frame_refused", ("peer", "sg-1"));
                log.Error("node.halted");
            }

            Assert.Equal(500, log.Suppressed);
            log.Warn("peer.frame_refused", ("peer", "sz-2")); // another's line is not hidden by a flood about the first
            now = NodeLog.WindowMs;
            log.Warn("peer.frame_refused", ("peer", "sg-1"));
        }

        string[] refused = [.. Lines(output).Where(l => l.Contains("frame_refused"))];
        Assert.Equal(NodeLog.Burst + 2, refused.Length);
        Assert.Single(refused, l => l.Contains("sz-2"));
        Assert.Contains("\"suppressed\":500", refused[^1]);
        Assert.Equal(NodeLog.Burst + 500, Lines(output).Count(l => l.Contains("node.halted")));
    }

    [Fact]
    public void A_reader_that_blocks_stops_nobody_and_what_it_lost_is_counted()
    {
        using BlockedWriter output = new();
        using (NodeLog log = new("sz-1", output: output))
        {
            for (int i = 0; i < 3 * LogQueue.MaximumLines; i++)
            {
                log.Error("node.halted"); // not rate-limited; returns though nobody reads
            }

            Assert.InRange(log.Dropped, 2 * LogQueue.MaximumLines - 1, 2 * LogQueue.MaximumLines);
            output.Release();
        }

        Assert.Contains("log.dropped", output.Text);
    }

    private static string[] Lines(StringWriter output)
        => output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private sealed class BlockedWriter : StringWriter
    {
        private readonly ManualResetEventSlim _released = new();

        public string Text => ToString();

        public void Release() => _released.Set();

        public override void WriteLine(string? value)
        {
            _released.Wait();
            base.WriteLine(value);
        }
    }
}
