using System.Text.Json;
using Ledger.Client;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Client.Wire;
using Ledger.Node.Rpc;
using Ledger.Protocol.Encoding;

namespace Ledger.Tests.Rpc;

/// <summary>The one table of errors, and what of it reaches a caller.</summary>
public sealed class ErrorCatalogueTests
{
    [Fact]
    public void Every_code_has_one_entry_and_the_table_has_no_other()
        => Assert.Equal(Enum.GetValues<ErrorCode>(), ErrorCatalogue.All.Select(entry => entry.Code));

    [Fact]
    public void Every_name_is_that_of_its_code_and_leads_back_to_it()
    {
        foreach (ErrorEntry entry in ErrorCatalogue.All)
        {
            string name = $"{entry.Code}".Aggregate(
                "", (text, letter) => text + (char.IsUpper(letter) && text.Length > 0 ? "_" : "") + char.ToUpperInvariant(letter));
            Assert.Equal(name, entry.Name);
            Assert.Equal(entry, ErrorCatalogue.Find(name));
            Assert.Equal(name, StableCode.Of(new RpcException(entry.Code).Message));
        }
    }

    [Fact]
    public void Every_entry_has_texts_and_remedies_in_both_languages_and_is_an_error_in_both_protocols()
    {
        foreach (ErrorEntry entry in ErrorCatalogue.All)
        {
            Assert.All([entry.English, entry.Remedy], text => Assert.Matches("^[A-Z][ -~]+[.]$", text));
            Assert.All([entry.Chinese, entry.RemedyZh], text => Assert.Matches("[\u4e00-\u9fff].*。$", text));
            Assert.NotEqual(GrpcStatus.Ok, entry.Status);
            Assert.InRange(entry.Http, 400, 599);
        }
    }

    [Fact]
    public void Every_refusal_of_the_contract_reaches_the_entry_of_its_name()
    {
        foreach (Admission admission in Enum.GetValues<Admission>().Where(a => a > Admission.AlreadyKnown))
        {
            Assert.Equal($"{admission}", $"{AdmissionStatus.Refusal(admission, "why").Error.Code}");
        }

        foreach (Admission taken in new[] { Admission.Unspecified, Admission.Accepted, Admission.AlreadyKnown })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => AdmissionStatus.Refusal(taken, "why"));
        }
    }

    [Fact]
    public void Every_fault_of_the_decoder_is_malformed_under_a_name_and_sentence_of_its_own()
    {
        RpcException[] refusals = [.. Enum.GetValues<DecodeFault>().Where(fault => fault != DecodeFault.None)
            .Select(fault => DecodedTransaction.Refusal(fault, 1))];

        Assert.All(refusals, refusal => Assert.Equal(ErrorCode.Malformed, refusal.Error.Code));
        Assert.Equal(refusals.Length, refusals.Select(refusal => refusal.Detail).Distinct().Count());
        Assert.Equal(refusals.Length, refusals.Select(refusal => refusal.Message).Distinct().Count());
        Assert.All(refusals, refusal => Assert.Matches("^[A-Z_]+$", refusal.Detail));
    }

    [Fact]
    public async Task A_refusal_over_grpc_has_its_code_fault_both_texts_and_when_to_come_back()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = (_, _) => throw AdmissionStatus.Refusal(Admission.PoolFull, "come back later");

        LedgerRpcException full =
            await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(new byte[] { 1 }));
        LedgerRpcException empty =
            await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(Array.Empty<byte>()));

        Assert.Equal(("POOL_FULL", "", "come back later"), (full.Code, full.Fault, full.Text));
        Assert.Equal("节点的待处理交易池已满。", full.TextZh);
        Assert.Equal(TimeSpan.FromSeconds(1), full.RetryAfter);
        Assert.Equal(("MALFORMED", "EMPTY", null as TimeSpan?), (empty.Code, empty.Fault, empty.RetryAfter));
    }

    [Fact]
    public async Task A_refusal_in_json_has_the_same()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        using HttpResponseMessage response = await world.Http.GetAsync("/v1/check/00");
        JsonElement error = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error");

        Assert.Equal(["code", "message", "message_zh", "detail"], error.EnumerateObject().Select(field => field.Name));
        Assert.Equal("MALFORMED", error.GetProperty("code").GetString());
        Assert.Equal("commitment is 32 bytes, not 1", error.GetProperty("message").GetString());
        Assert.Equal("字节不是规范编码。（WRONG_LENGTH）", error.GetProperty("message_zh").GetString());
        Assert.Equal("WRONG_LENGTH", error.GetProperty("detail").GetString());
    }

    [Fact]
    public void Status_details_are_read_back_as_they_were_written_and_nonsense_is_none()
    {
        StatusDetails details = new("POOL_FULL", "WHY", "text", "原因", TimeSpan.FromMilliseconds(1500));

        string header = details.Encode(ErrorCatalogue.Of(ErrorCode.PoolFull));

        Assert.Equal(details, StatusDetails.Decode(header));
        Assert.DoesNotContain('=', header);
        Assert.Null(StatusDetails.Decode("not base64!"));
        Assert.Null(StatusDetails.Decode(header[..^5]));
    }

    [Fact]
    public async Task Status_details_are_no_longer_than_a_client_takes_headers_whatever_the_message()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.OnSubmit = (_, _) => throw AdmissionStatus.Refusal(Admission.Malformed, new string('x', 100_000));

        LedgerRpcException refused =
            await Assert.ThrowsAsync<LedgerRpcException>(() => world.Client.SubmitAsync(new byte[] { 1 }));

        Assert.InRange(refused.Text.Length, 100, 1100);
    }
}
