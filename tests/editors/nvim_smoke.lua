-- nvim --clean --headless -l nvim_smoke.lua REPOSITORY SERVER FILE
-- Opens FILE with the repository's own Neovim set-up and SERVER as `heaplight`, and prints as one line of JSON what
-- Neovim itself knows afterwards: { encoding, diagnostics, hints, hover, exit_code }.
local repository, server, file = unpack(_G.arg)

local function wait_for(what, condition)
  assert(vim.wait(20000, condition, 20), 'timed out: ' .. what)
end

vim.opt.runtimepath:append(repository .. '/editors/neovim')
local exit_code
vim.lsp.config('heaplight', {
  cmd = { server, 'server' },
  on_exit = function(code)
    exit_code = code
  end,
})
vim.lsp.enable('heaplight')
local published = false
vim.api.nvim_create_autocmd('DiagnosticChanged', {
  callback = function()
    published = true
  end,
})

vim.cmd.filetype('on')
vim.cmd.edit(file)
local buffer = vim.api.nvim_get_current_buf()
local client
wait_for('the server is attached', function()
  client = vim.lsp.get_clients({ bufnr = buffer, name = 'heaplight' })[1]
  return client and client.initialized
end)
wait_for('diagnostics are published', function()
  return published
end)

local diagnostics = vim.tbl_map(function(d)
  return { line = d.lnum + 1, column = d.col + 1, severity = d.severity, source = d.source, rule = d.code, message = d.message }
end, vim.diagnostic.get(buffer))

-- Neovim asks for hints by itself once they are switched on. The answer to our own request tells how many to wait for.
vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
local everywhere = vim.lsp.util.make_given_range_params({ 1, 0 }, { vim.api.nvim_buf_line_count(buffer), 0 }, buffer, client.offset_encoding)
local answer = assert(client:request_sync('textDocument/inlayHint', everywhere, 20000, buffer))
assert(not answer.err, vim.inspect(answer.err))
local expected = #(answer.result or {})
wait_for('Neovim has the hints', function()
  return #vim.lsp.inlay_hint.get({ bufnr = buffer }) == expected
end)
local hints = vim.tbl_map(function(entry)
  local label = entry.inlay_hint.label
  if type(label) == 'table' then
    label = table.concat(vim.tbl_map(function(part)
      return part.value
    end, label))
  end
  return { line = entry.inlay_hint.position.line + 1, label = label }
end, vim.lsp.inlay_hint.get({ bufnr = buffer }))

-- The cursor is on the first character of the file.
local hover = client:request_sync('textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding), 20000, buffer)

assert(not (hover and hover.err), vim.inspect(hover))

client:stop()
wait_for('the server ends', function()
  return exit_code ~= nil
end)
io.stdout:write(vim.json.encode({
  encoding = client.offset_encoding,
  diagnostics = diagnostics,
  hints = hints,
  hover = hover and hover.result and hover.result.contents.value,
  exit_code = exit_code,
}), '\n')
