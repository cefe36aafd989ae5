using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;

namespace Ledger.Tests.Integration;

/// <summary>What a node said to a submission, over gRPC or JSON alike.</summary>
internal sealed record Answer(Admission Admission, byte[] Receipt);

/// <summary>Submits over gRPC or JSON, on a connection of its own.</summary>
internal static class MixedClient
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    /// <summary>The answer, or null when the connection broke and nobody knows whether the node has it.</summary>
    public static async Task<Answer?> TryAsync(Uri address, bool json, byte[] transaction)
    {
        try
        {
            return await (json ? OverJsonAsync(address, transaction) : OverGrpcAsync(address, transaction));
        }
        catch (LedgerRpcException broken) when (broken.Status is GrpcStatus.Unavailable or GrpcStatus.Internal)
        {
            return null;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static async Task<Answer> OverGrpcAsync(Uri address, byte[] transaction)
    {
        using LedgerRpcClient client = new(address);
        SubmitResponse answer = await client.SubmitAsync(transaction, waitForReceipt: true, Deadline);
        return new Answer(answer.Admission, answer.Receipt.ToByteArray());
    }

    private static async Task<Answer> OverJsonAsync(Uri address, byte[] transaction)
    {
        using HttpClient client = new() { Timeout = Deadline };
        string body = $$"""{"transaction":"{{Convert.ToHexStringLower(transaction)}}","wait_for_receipt":true}""";
        using StringContent content = new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage response = await client.PostAsync(new Uri(address, "/v1/submit"), content);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        using JsonDocument answer = JsonDocument.Parse(text);
        string admission = answer.RootElement.GetProperty("admission").GetString()!;
        return new Answer(
            admission switch
            {
                "ACCEPTED" => Admission.Accepted,
                "ALREADY_KNOWN" => Admission.AlreadyKnown,
                _ => throw new InvalidDataException(admission),
            },
            Convert.FromHexString(answer.RootElement.GetProperty("receipt").GetString()!));
    }
}
