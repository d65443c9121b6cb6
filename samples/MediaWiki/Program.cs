using MediaWiki;

return await WikiApp.CreateBuilder(args).Build().RunAsync();
