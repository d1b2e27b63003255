-- What the server's commands are called, and how their answers are shown.
local M = {}

local levels = { 'off', 'surprises', 'references', 'all' }

local function client()
  local found = vim.lsp.get_clients({ bufnr = 0, name = 'heaplight' })[1]
  if not found then
    vim.notify('heaplight does not run in this buffer: see :checkhealth heaplight', vim.log.levels.WARN)
  end
  return found
end

local function ask(command, arguments, show)
  local server = client()
  if not server then
    return
  end
  table.insert(arguments, { quiet = true })
  local params = { command = command, arguments = arguments }
  server:request('workspace/executeCommand', params, function(err, answer)
    if err then
      vim.notify('heaplight: ' .. err.message, vim.log.levels.ERROR)
    elseif show then
      show(answer)
    end
  end, 0)
end

local function here()
  return vim.uri_from_bufnr(0), vim.api.nvim_win_get_cursor(0)[1] - 1
end

local function float(lines, filetype)
  vim.lsp.util.open_floating_preview(lines, filetype, { border = 'rounded', focus_id = 'heaplight' })
end

local function show_level(answer)
  vim.lsp.inlay_hint.enable(answer.level ~= 'off', { bufnr = 0 })
  vim.notify('heaplight shows ' .. answer.level)
end

M.commands = {
  level = function(level)
    if level then
      ask('heaplight.setLevel', { level }, show_level)
    else
      ask('heaplight.cycleLevel', {}, show_level)
    end
  end,
  toggle = function(what)
    local uri, line = here()
    if what == 'function' then
      ask('heaplight.toggleFunction', { uri, line })
    elseif what == 'file' then
      ask('heaplight.toggleFile', { uri })
    else
      ask('heaplight.toggleWorkspace', {}, show_level)
    end
  end,
  heap = function()
    local uri, line = here()
    ask('heaplight.heapAt', { uri, line }, function(answer)
      if answer == nil or answer == vim.NIL then
        vim.notify('no code that is followed runs on this line')
      else
        float(vim.split(vim.trim(answer.text), '\n'), 'text')
      end
    end)
  end,
  explain = function(rule)
    ask('heaplight.explainRule', { rule }, function(answer)
      float(vim.split(answer.markdown, '\n'), 'markdown')
    end)
  end,
}

local words = { level = levels, toggle = { 'function', 'file', 'workspace' }, heap = {}, explain = {} }

function M.complete(line)
  local parts = vim.split(line, '%s+')
  local choices = #parts > 2 and words[parts[2]] or vim.tbl_keys(words)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, parts[#parts])
  end, choices or {})
end

function M.run(arguments)
  local command = M.commands[arguments[1]]
  if not command then
    vim.notify('heaplight has no command ' .. arguments[1] .. ': try level, toggle, heap, explain', vim.log.levels.ERROR)
    return
  end
  command(arguments[2])
end

return M
