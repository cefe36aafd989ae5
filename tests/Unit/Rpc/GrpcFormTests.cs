using Google.Protobuf.Reflection;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Client.Wire;

namespace Ledger.Tests.Rpc;

/// <summary>The small forms of the wire, and of the contract itself.</summary>
public sealed class GrpcFormTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3_000)]
    [InlineData("4m", 4)]
    [InlineData("5000u", 5)]
    [InlineData("6000000n", 6)]
    [InlineData("99999999H", 86_400_000)]
    public void A_timeout_has_six_units_and_a_longest_value(string header, long milliseconds)
    {
        Assert.True(GrpcTimeout.TryParse(header, out TimeSpan timeout));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("1")]
    [InlineData(" 1m")]
    [InlineData("+1m")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("1h")]
    public void Anything_else_is_no_timeout(string header) => Assert.False(GrpcTimeout.TryParse(header, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999_999_990)]
    [InlineData(1_234_567_890_120)]
    public void A_written_timeout_is_read_back_no_shorter(long ticks)
    {
        string header = GrpcTimeout.Format(TimeSpan.FromTicks(ticks));

        Assert.True(GrpcTimeout.TryParse(header, out TimeSpan read));
        Assert.InRange(read.Ticks, Math.Min(ticks, GrpcTimeout.Longest.Ticks), ticks + TimeSpan.TicksPerMillisecond);
    }

    [Theory]
    [InlineData("plain ASCII ~", "plain ASCII ~")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("深", "%E6%B7%B1")]
    public void A_message_is_percent_encoded_and_back(string message, string encoded)
    {
        Assert.Equal(encoded, GrpcMessageText.Encode(message));
        Assert.Equal(message, GrpcMessageText.Decode(encoded));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("50%zz")]
    [InlineData("%4")]
    public void A_broken_escape_stands_for_itself(string text) => Assert.Equal(text, GrpcMessageText.Decode(text));

    [Theory]
    [InlineData("BAD_SIGNATURE: why", "BAD_SIGNATURE", "why")]
    [InlineData("Bad: why", null, "Bad: why")]
    [InlineData(": why", null, ": why")]
    [InlineData("why", null, "why")]
    public void A_stable_name_is_upper_case_before_a_colon(string message, string? name, string rest)
    {
        Assert.Equal(name, StableCode.Of(message));
        Assert.Equal(rest, StableCode.WithoutName(message));
    }

    [Theory]
    [InlineData("0", GrpcStatus.Ok)]
    [InlineData("16", GrpcStatus.Unauthenticated)]
    [InlineData("17", GrpcStatus.Unknown)]
    [InlineData("-1", GrpcStatus.Unknown)]
    [InlineData("", GrpcStatus.Unknown)]
    public void A_status_nobody_knows_is_unknown(string header, GrpcStatus status)
        => Assert.Equal(status, GrpcStatusNames.Parse(header));

    [Fact]
    public void An_outcome_has_the_name_and_number_the_protocol_gives_it()
        => Assert.Equal(
            Enum.GetValues<Protocol.Blocks.Outcome>().Skip(1).Select(outcome => ((int)outcome, $"{outcome}")),
            Enum.GetValues<Outcome>().Skip(1).Select(outcome => ((int)outcome, $"{outcome}")));

    [Fact]
    public void No_request_carries_more_than_a_transaction_and_identifiers()
    {
        IEnumerable<string> fields = LedgerReflection.Descriptor.Services.Single().Methods
            .Select(method => method.InputType).Distinct()
            .SelectMany(request => request.Fields.InDeclarationOrder())
            .Where(field => field.FieldType is FieldType.Bytes or FieldType.String or FieldType.Message)
            .Select(field => field.FullName);

        Assert.Equal(
            [
                "ledger.v1.SubmitRequest.transaction",
                "ledger.v1.GetReceiptRequest.transaction_id",
                "ledger.v1.CheckRequest.commitment",
                "ledger.v1.GetAnchorStatusRequest.commitment",
            ],
            fields);
    }
}
